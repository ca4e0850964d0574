//! Generates the typed texts of the page from `src/ui/locales/<language>/<namespace>.json`: every namespace
//! present in Chinese must also exist in English. The worker has no texts, so for it this does nothing.

#[cfg(feature = "app")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    use leptos_i18n_parser::parse_locales::{
        options::{Config, ParseOptions},
        parse_locales,
    };

    const LOCALES: &str = "src/ui/locales";
    track();
    println!("cargo::rerun-if-changed={LOCALES}");

    let mut namespaces = Vec::new();
    for file in std::fs::read_dir(format!("{LOCALES}/zh"))? {
        let path = file?.path();
        if let Some(name) = path.file_stem().and_then(|name| name.to_str()) {
            namespaces.push(name.to_owned());
        }
    }
    namespaces.sort();

    let config = Config::new("zh")?
        .add_locale("en")?
        .locales_path(LOCALES)
        .add_namespaces(&namespaces)?
        .parse_options(ParseOptions::new().interpolate_display(true));
    let texts = parse_locales(None, config)?;
    for warning in texts.diag.warnings().iter() {
        println!("cargo::warning={warning}");
    }
    for error in texts.diag.errors().iter() {
        println!("cargo::error={error}");
    }
    let attributes = "#![allow(missing_docs, unused_qualifications, clippy::all)]".parse()?;
    let code = leptos_i18n_codegen::gen_code(&texts, None, false, Some(&attributes), false)?;
    let out = std::path::Path::new(&std::env::var("OUT_DIR")?).join("i18n.rs");
    std::fs::write(out, code.to_string())?;
    Ok(())
}

#[cfg(not(feature = "app"))]
fn main() {
    track();
}

/// Cargo detects changes by file times alone. If several checkouts share a target folder, the folder that the
/// build was started in distinguishes them.
fn track() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=PWD");
}
