//! Pictures of a state in every window, and the page that shows them side by side.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;
use testkit::browser::{Browser, Medium, Scheme, View};

/// The windows: name, and how it looks.
const VIEWS: [(&str, View); 4] = [
    ("desktop", View::DESKTOP),
    ("desktop-dark", View::DESKTOP.with_scheme(Scheme::Dark)),
    ("phone", View::PHONE),
    ("phone-dark", View::PHONE.with_scheme(Scheme::Dark)),
];
/// Pictures further down than this are of no interest: lists repeat.
const HEIGHT_MAX: u32 = 2400;
/// Fades and slides are over by then, and lazy pictures are there.
const SETTLE: Duration = Duration::from_millis(250);

/// Pictures in this language have no mark in their name.
const HOME: &str = "en";
/// Resolves once the page was drawn anew, twice.
const DRAWN: &str = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(done));";

/// How much of a page is pictured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// What the window shows.
    Window,
    /// All of it, down to a limit.
    Page,
}

/// The pictures taken so far.
pub struct Album {
    out: PathBuf,
    language: &'static str,
    entries: Vec<Entry>,
}

/// A state: its name, what is seen, and its pictures.
struct Entry {
    name: String,
    about: String,
    files: Vec<String>,
}

impl Album {
    /// An album in the folder `out`.
    pub fn new(out: &Path) -> Result<Self> {
        std::fs::create_dir_all(out)?;
        Ok(Self { out: out.to_owned(), language: HOME, entries: Vec::new() })
    }

    /// Which language pages are taken in from now on.
    pub fn speak(&mut self, language: &'static str) {
        self.language = language;
    }

    /// The language of the pages as they are taken now.
    pub fn language(&self) -> &'static str {
        self.language
    }

    /// Takes the state as it stands in every window. `name` becomes the file's, `about` says what is seen.
    pub async fn take(
        &mut self,
        browser: &mut Browser,
        name: &str,
        about: &str,
        extent: Extent,
    ) -> Result<()> {
        self.pictures(browser, name, about, extent, &VIEWS).await
    }

    /// Takes the state in the few colours of a contrast theme.
    pub async fn forced(&mut self, browser: &mut Browser, name: &str, about: &str) -> Result<()> {
        let views = [
            ("forced", View::DESKTOP.on(Medium::ForcedColors)),
            ("forced-dark", View::DESKTOP.with_scheme(Scheme::Dark).on(Medium::ForcedColors)),
            ("forced-phone", View::PHONE.on(Medium::ForcedColors)),
        ];
        self.pictures(browser, name, about, Extent::Window, &views).await
    }

    /// Takes the page as paper shows it.
    pub async fn printed(&mut self, browser: &mut Browser, name: &str, about: &str) -> Result<()> {
        self.pictures(browser, name, about, Extent::Page, &[("print", View::PAPER)]).await
    }

    async fn pictures(
        &mut self,
        browser: &mut Browser,
        name: &str,
        about: &str,
        extent: Extent,
        views: &[(&str, View)],
    ) -> Result<()> {
        let name = match self.language {
            HOME => name.to_owned(),
            language => format!("{language}-{name}"),
        };
        let mut files = Vec::new();
        for (window, view) in views {
            let mut view = *view;
            browser.look(view).await?;
            if extent == Extent::Page {
                // A window as high as the page: what is fixed to its edges stays there.
                let height = browser.ask("return document.documentElement.scrollHeight").await?;
                let height = u32::try_from(height.as_u64().unwrap_or(0)).unwrap_or(u32::MAX);
                view.height = height.clamp(view.height, HEIGHT_MAX);
                browser.look(view).await?;
            }
            tokio::time::sleep(SETTLE).await;
            browser.execute_async(DRAWN, Vec::new()).await?;
            let file = format!("{name}.{window}.png");
            browser.screenshot(&self.out.join(&file)).await?;
            files.push(file);
        }
        println!("  {name}");
        self.entries.push(Entry { name, about: about.to_owned(), files });
        Ok(())
    }

    /// Opens `path` and takes it whole; a page that this build does not have is left out.
    pub async fn page(&mut self, browser: &mut Browser, url: &str, name: &str, about: &str) -> Result<()> {
        browser.goto(url).await?;
        let missing = "return performance.getEntriesByType('navigation')[0]?.responseStatus === 404";
        if browser.ask(missing).await? == true && !name.contains("not-found") {
            println!("  {name}: no such page, left out");
            return Ok(());
        }
        self.take(browser, name, about, Extent::Page).await
    }

    /// Writes the page that shows all pictures of the folder's album.
    pub fn close(self) -> Result<()> {
        let mut html = String::from(
            "<!doctype html><meta charset=\"utf-8\"><title>Buyline, every page and state</title><style>\
             body { font: 15px/1.5 system-ui, sans-serif; margin: 24px; background: #777; color: #fff } \
             section { display: grid; grid-template-columns: 3fr 3fr 1fr 1fr; gap: 16px; align-items: start; margin-bottom: 40px } \
             h2 { grid-column: 1 / -1; margin: 0; font-size: 17px } img { width: 100%; display: block } small { font-weight: 400 }\
             </style><h1>Every page and state</h1>",
        );
        for Entry { name, about, files } in &self.entries {
            write!(html, "<section id=\"{name}\"><h2>{name} <small>{about}</small></h2>")?;
            for file in files {
                write!(html, "<a href=\"{file}\"><img src=\"{file}\" alt=\"{file}\" loading=\"lazy\"></a>")?;
            }
            html.push_str("</section>");
        }
        let index = self.out.join("index.html");
        std::fs::write(&index, html)?;
        println!("{} states in {}", self.entries.len(), index.display());
        Ok(())
    }
}
