//! Every page and state with rich sample content, written to a folder to be looked at:
//! `cargo run -p buyline-web --example gallery -- OUT`, then serve OUT by any web server and open it.

use std::path::Path;
use std::{env, fs, io};

use buyline_web::html::assets::assets;
use words::Locale;

mod samples;

/// The goods of the sample posts, drawn.
const ART: &[(&str, &str)] = &[
    ("dawn.svg", include_str!("art/dawn.svg")),
    ("sleeve.svg", include_str!("art/sleeve.svg")),
    ("mug.svg", include_str!("art/mug.svg")),
];

fn main() -> io::Result<()> {
    let out = env::args().nth(1).unwrap_or_else(|| "target/gallery".to_owned());
    let out = Path::new(&out);
    let files = out.join("assets").join(&assets().hash);
    fs::create_dir_all(&files)?;
    fs::create_dir_all(out.join("media"))?;
    for file in assets().files() {
        fs::write(files.join(file.name), &file.bytes)?;
    }
    for (name, drawing) in ART {
        fs::write(out.join("media").join(name), drawing)?;
    }
    let mut index = String::from("<!doctype html><meta charset=utf-8><title>Gallery</title><ul>");
    for locale in Locale::ALL {
        fs::create_dir_all(out.join(locale.tag()))?;
        for (name, html) in samples::pages(*locale) {
            let path = format!("{}/{name}.html", locale.tag());
            fs::write(out.join(&path), html)?;
            index.push_str(&format!("<li><a href=\"{path}\">{path}</a>"));
        }
    }
    fs::write(out.join("index.html"), index)
}
