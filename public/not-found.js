// Leads from an address that the host does not know to the app, which is where this file lies.
location.replace(new URL("./", document.currentScript.src).href + location.hash);
