// Redirects from an unknown address to the app, which is in the folder of this file.
location.replace(new URL("./", document.currentScript.src).href + location.hash);
