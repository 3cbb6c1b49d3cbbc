//! Prose of a description: CommonMark goes in; HTML or Markdown that can do no harm comes out.
//! Raw HTML is shown as the text it is, images become their text, and a link stays a link only when it
//! leads to `http(s)`, to a mail address, or to something of this API; `pulldown-cmark` does the rest.

use pulldown_cmark::{Alignment, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use crate::escape;
use crate::links::Links;

/// What becomes of headings.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Headings {
    /// Bold paragraphs: prose inside an entry has no part in the page's outline.
    Flat,
    /// Headings of this level and below.
    From(usize),
}

/// Where links of a form lead.
pub(crate) enum Target<'a> {
    /// Pages of the site, from a page with this way to the root.
    Site(&'a str),
    /// No page: only outside links stay.
    Plain,
}

fn dialect() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

/// Prose as HTML blocks.
pub(crate) fn blocks(text: &str, headings: Headings, links: &Links, root: &str) -> String {
    let text = escape::visible(text);
    let events = harmless(&text, headings, links, &Target::Site(root));
    let mut out = String::with_capacity(text.len() * 2);
    html::push_html(&mut out, events.into_iter());
    out
}

/// Prose as HTML; a single paragraph comes without its tags.
pub(crate) fn inline(text: &str, links: &Links, root: &str) -> String {
    let out = blocks(text, Headings::Flat, links, root);
    let trimmed = out.trim_end();
    match trimmed
        .strip_prefix("<p>")
        .and_then(|rest| rest.strip_suffix("</p>"))
    {
        Some(inner) if !inner.contains("<p>") => inner.to_owned(),
        _ => trimmed.to_owned(),
    }
}

/// Prose as Markdown without HTML, and without links into the site.
pub(crate) fn markdown(text: &str, headings: Headings, links: &Links) -> String {
    let text = escape::visible(text);
    let events = harmless(&text, headings, links, &Target::Plain);
    let mut out = String::with_capacity(text.len());
    match pulldown_cmark_to_cmark::cmark(events.iter(), &mut out, dialect()) {
        Ok(_) => out.trim().to_owned(),
        // It does not fail on events of a parser; if it ever does, the words are kept.
        Err(_) => {
            out.clear();
            let _ = escape::write_markdown(&mut out, &text);
            out
        }
    }
}

/// The words of prose on one line, without marks, at most `most` characters long.
pub(crate) fn words(text: &str, most: usize) -> String {
    let mut out = String::new();
    for event in Parser::new_ext(text, dialect()) {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(_) => out.push(' '),
            _ => {}
        }
    }
    let mut line = out.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((cut, _)) = line.char_indices().nth(most) {
        line.truncate(cut);
        let end = line.rfind(' ').unwrap_or(line.len());
        line.truncate(end);
        line.push('…');
    }
    line
}

/// The events of `text` with everything taken out that a description has no right to.
fn harmless<'t>(
    text: &'t str,
    headings: Headings,
    links: &Links,
    target: &Target,
) -> Vec<Event<'t>> {
    let mut events = Vec::new();
    // Whether each open link is kept.
    let mut open = Vec::new();
    // The level of the heading before, so that none is left out.
    let mut above = 0;
    let top = if headings == Headings::Flat {
        1
    } else {
        top_level(text)
    };
    for event in Parser::new_ext(text, dialect()) {
        let event = match event {
            Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
            Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
            Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => continue,
            Event::Start(Tag::Table(columns)) => {
                // The alignment would become a style attribute.
                Event::Start(Tag::Table(vec![Alignment::None; columns.len()]))
            }
            Event::Start(Tag::CodeBlock(_)) => Event::Start(Tag::CodeBlock(
                pulldown_cmark::CodeBlockKind::Fenced(CowStr::Borrowed("")),
            )),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let kept = destination(&dest_url, links, target);
                open.push(kept.is_some());
                match kept {
                    Some(destination) => start_link(destination, target),
                    None => continue,
                }
            }
            Event::End(TagEnd::Link) => match (open.pop(), target) {
                (Some(true), Target::Site(_)) => Event::InlineHtml("</a>".into()),
                (Some(true), Target::Plain) => Event::End(TagEnd::Link),
                _ => continue,
            },
            Event::Start(Tag::Heading { level, .. }) => {
                above = heading_level(level as usize - top, headings, above);
                start_heading(headings, above, &mut events);
                continue;
            }
            Event::End(TagEnd::Heading(_)) => {
                end_heading(headings, above, &mut events);
                continue;
            }
            Event::Code(word) if open.is_empty() => code(word, links, target),
            other => other,
        };
        events.push(event);
    }
    events
}

fn start_link<'t>(destination: String, target: &Target) -> Event<'t> {
    match target {
        Target::Site(_) => {
            let outside = if destination.contains(':') {
                " rel=\"noreferrer\""
            } else {
                ""
            };
            let tag = format!("<a href=\"{}\"{outside}>", escape::html(&destination));
            Event::InlineHtml(tag.into())
        }
        Target::Plain => Event::Start(Tag::Link {
            link_type: pulldown_cmark::LinkType::Inline,
            dest_url: destination.into(),
            title: CowStr::Borrowed(""),
            id: CowStr::Borrowed(""),
        }),
    }
}

/// Where a link may lead: the addresses that are allowed, and names of this API.
fn destination(url: &str, links: &Links, target: &Target) -> Option<String> {
    let lower = url.to_ascii_lowercase();
    if ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| lower.starts_with(scheme))
    {
        return Some(url.to_owned());
    }
    let name = url.strip_prefix('#')?;
    let name = name.rsplit('/').next().unwrap_or(name);
    match target {
        Target::Site(root) => Some(format!("{root}{}", links.named(name)?)),
        Target::Plain => None,
    }
}

/// A code span; one that names an operation or a type of this API leads there.
fn code<'t>(word: CowStr<'t>, links: &Links, target: &Target) -> Event<'t> {
    let Target::Site(root) = target else {
        return Event::Code(word);
    };
    match links.named(&word) {
        Some(page) => {
            let word = escape::html(&word);
            Event::InlineHtml(format!("<a href=\"{root}{page}\"><code>{word}</code></a>").into())
        }
        None => Event::Code(word),
    }
}

/// The level of the topmost heading.
fn top_level(text: &str) -> usize {
    let levels = Parser::new_ext(text, dialect()).filter_map(|event| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(level as usize),
        _ => None,
    });
    levels.min().unwrap_or(1)
}

/// The level on the page of a heading so far below the topmost one; none is left out after the one `above`.
fn heading_level(below: usize, headings: Headings, above: usize) -> usize {
    let Headings::From(first) = headings else {
        return 0;
    };
    let most = if above == 0 { first } else { above + 1 };
    (first + below).min(most).min(6)
}

fn start_heading<'t>(headings: Headings, level: usize, events: &mut Vec<Event<'t>>) {
    match (headings, HeadingLevel::try_from(level)) {
        (Headings::From(_), Ok(level)) => events.push(Event::Start(Tag::Heading {
            level,
            id: None,
            classes: Vec::new(),
            attrs: Vec::new(),
        })),
        _ => events.extend([Event::Start(Tag::Paragraph), Event::Start(Tag::Strong)]),
    }
}

fn end_heading<'t>(headings: Headings, level: usize, events: &mut Vec<Event<'t>>) {
    match (headings, HeadingLevel::try_from(level)) {
        (Headings::From(_), Ok(level)) => events.push(Event::End(TagEnd::Heading(level))),
        _ => events.extend([Event::End(TagEnd::Strong), Event::End(TagEnd::Paragraph)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        inline(text, &Links::new(&sdk_ir::Api::default()), "../")
    }

    #[test]
    fn raw_html_is_text() {
        assert_eq!(
            shown("Bearer <partner> <script>alert(1)</script>"),
            "Bearer &lt;partner&gt; &lt;script&gt;alert(1)&lt;/script&gt;"
        );
        assert_eq!(
            shown("<div onclick=\"x()\">\nblock\n</div>"),
            "&lt;div onclick=\"x()\"&gt;\nblock\n&lt;/div&gt;"
        );
    }

    #[test]
    fn only_harmless_links_stay() {
        assert_eq!(shown("[a](javascript:alert(1))"), "a");
        assert_eq!(shown("[a](JaVaScRiPt:alert(1))"), "a");
        assert_eq!(shown("[a](\u{1}https://x.example)"), "a");
        assert_eq!(shown("[a](data:text/html,x)"), "a");
        assert_eq!(shown("[a](../other.html)"), "a");
        assert_eq!(shown("[a](#nowhere)"), "a");
        assert_eq!(shown("![alt](https://x.example/a.png)"), "alt");
        assert_eq!(
            shown("[a](https://x.example/?a=\"b\"&c)"),
            "<a href=\"https://x.example/?a=&quot;b&quot;&amp;c\" rel=\"noreferrer\">a</a>"
        );
        assert_eq!(
            shown("<mailto:a@x.example>"),
            "<a href=\"mailto:a@x.example\" rel=\"noreferrer\">mailto:a@x.example</a>"
        );
    }

    #[test]
    fn tables_and_code_carry_no_attributes() {
        let table = shown("|a|b|\n|:-|-:|\n|1|2|");
        assert!(
            table.contains("<table>") && !table.contains("style"),
            "{table}"
        );
        assert_eq!(
            shown("```\"><script>\nx\n```"),
            "<pre><code>x\n</code></pre>"
        );
    }

    #[test]
    fn headings_fit_the_page() {
        assert_eq!(shown("# A\n\nb"), "<p><strong>A</strong></p>\n<p>b</p>");
        let links = Links::new(&sdk_ir::Api::default());
        assert_eq!(
            blocks("## A\n\n#### B\n\n## C", Headings::From(2), &links, ""),
            "<h2>A</h2>\n<h3>B</h3>\n<h2>C</h2>\n"
        );
    }

    #[test]
    fn markdown_stays_markdown_without_html() {
        let links = Links::new(&sdk_ir::Api::default());
        let out = markdown(
            "*a* <script>x</script> [b](javascript:y) [c](https://x.example)",
            Headings::Flat,
            &links,
        );
        assert_eq!(out, "*a* \\<script>x\\</script> b [c](https://x.example)");
    }

    #[test]
    fn words_are_cut_between_words() {
        assert_eq!(words("The *quick* `brown` fox", 100), "The quick brown fox");
        assert_eq!(words("The *quick* `brown` fox", 12), "The quick…");
    }
}
