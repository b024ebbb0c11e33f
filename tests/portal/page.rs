//! A page as a person uses it: texts, links, forms. It can only parse the portal's own pages, which are well
//! formed.

use std::fmt::Write as _;

/// Names and values, in order.
type Attributes = Vec<(String, String)>;

/// An element's start, or the text between elements.
#[derive(Debug, Clone)]
enum Piece {
    Open { name: String, attributes: Vec<(String, String)> },
    Close(String),
    Text(String),
}

/// A parsed page.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub(crate) status: u16,
    /// Its URL, without the part after `#`.
    pub(crate) address: String,
    pieces: Vec<Piece>,
    pub(crate) html: String,
}

/// A button and the form it sends.
#[derive(Debug, Clone)]
pub(crate) struct Button {
    pub(crate) method: String,
    pub(crate) action: String,
    /// Name and value of every field that a press sends, in order.
    pub(crate) fields: Vec<(String, String)>,
    /// The names of all that can be filled in or chosen, sent by a press or not.
    pub(crate) names: Vec<String>,
}

/// A field that a person fills in.
#[derive(Debug, Clone)]
struct Field {
    name: String,
    value: String,
    is_radio: bool,
    checked: bool,
}

impl Page {
    pub(crate) fn new(status: u16, address: &str, html: String) -> Self {
        let address = address.split('#').next().unwrap_or_default().to_owned();
        Self { status, address, pieces: pieces(&html), html }
    }

    /// The text of the page's main part, one line for each block, as a screen reader reads it.
    pub(crate) fn words(&self) -> String {
        let mut words = String::new();
        let mut inside = false;
        let mut unsaid: Option<&str> = None;
        for piece in &self.pieces {
            match piece {
                Piece::Open { name, .. } if name == "main" => inside = true,
                Piece::Close(name) if unsaid == Some(name) => unsaid = None,
                _ if unsaid.is_some() => {}
                Piece::Open { name, attributes } if get(attributes, "aria-hidden").is_some() => {
                    unsaid = Some(name);
                }
                Piece::Close(name) if name == "main" => inside = false,
                _ if !inside => {}
                Piece::Text(text) => words.push_str(text),
                Piece::Open { name, .. } | Piece::Close(name) if is_block(name) => words.push('\n'),
                Piece::Close(name) if name == "td" || name == "th" => words.push(' '),
                Piece::Open { .. } | Piece::Close(_) => {}
            }
        }
        let lines = words.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    }

    /// The page's heading.
    pub(crate) fn heading(&self) -> String {
        self.named("h1").into_iter().map(|(_, text)| text).next().unwrap_or_default()
    }

    /// The text in the browser's title bar.
    pub(crate) fn title(&self) -> String {
        self.named("title").into_iter().map(|(_, text)| text).next().unwrap_or_default()
    }

    /// The URL of the link with this text or label.
    pub(crate) fn link(&self, text: &str) -> Option<String> {
        self.attribute("a", text, "href")
    }

    /// An attribute of the element with this text or label, otherwise of one whose text or label begins with
    /// it.
    pub(crate) fn attribute(&self, element: &str, text: &str, attribute: &str) -> Option<String> {
        let all = self.named(element);
        let named = |(attributes, words): &&(Vec<(String, String)>, String)| {
            words == text || get(attributes, "aria-label") == Some(text)
        };
        let begins = |(attributes, words): &&(Vec<(String, String)>, String)| {
            let label = get(attributes, "aria-label").unwrap_or_default();
            words.starts_with(&format!("{text} ")) || label.starts_with(&format!("{text}, "))
        };
        let found = all.iter().find(named).or_else(|| all.iter().find(begins))?;
        get(&found.0, attribute).map(str::to_owned)
    }

    /// The texts of the radios of the page; the chosen one in parentheses.
    pub(crate) fn choices(&self) -> Vec<String> {
        let radios = self.labelled_radios();
        let shown = |(text, field): &(String, Field)| {
            if field.checked { format!("({text})") } else { text.clone() }
        };
        radios.iter().map(shown).collect()
    }

    /// Name and value of the radio with this text.
    pub(crate) fn radio(&self, text: &str) -> Option<(String, String)> {
        let radios = self.labelled_radios();
        let found = radios.iter().find(|(label, _)| label.starts_with(text))?;
        Some((found.1.name.clone(), found.1.value.clone()))
    }

    /// The value of the field with this name.
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        self.pieces.iter().find_map(|piece| match piece {
            Piece::Open { attributes, .. } if get(attributes, "name") == Some(name) => {
                get(attributes, "value").map(str::to_owned)
            }
            Piece::Open { .. } | Piece::Close(_) | Piece::Text(_) => None,
        })
    }

    /// The button with this text.
    pub(crate) fn button(&self, text: &str) -> Option<Button> {
        self.buttons().into_iter().rev().find(|(label, _)| label.starts_with(text)).map(|(_, button)| button)
    }

    /// The button that Enter in the field with this name presses: the first of its form.
    pub(crate) fn default_button(&self, field: &str) -> Option<Button> {
        let of_form = |button: &Button| button.names.iter().any(|name| name == field);
        self.buttons().into_iter().map(|(_, button)| button).find(of_form)
    }

    fn buttons(&self) -> Vec<(String, Button)> {
        let mut forms: Vec<(Attributes, Vec<Field>)> = Vec::new();
        let mut inside: Option<usize> = None;
        let mut found: Vec<(String, Attributes, Option<usize>)> = Vec::new();
        let mut label: Option<(Vec<(String, String)>, String)> = None;
        for piece in &self.pieces {
            match piece {
                Piece::Open { name, attributes } => match name.as_str() {
                    "form" => {
                        inside = Some(forms.len());
                        forms.push((attributes.clone(), Vec::new()));
                    }
                    "input" => {
                        if let Some(form) = inside {
                            forms[form].1.extend(field(attributes));
                        }
                    }
                    "button" => label = Some((attributes.clone(), String::new())),
                    _ => {}
                },
                Piece::Text(text) => {
                    if let Some((_, label)) = &mut label {
                        label.push_str(text);
                    }
                }
                Piece::Close(name) if name == "button" => {
                    let done = label.take();
                    found.extend(done.map(|(attributes, text)| (text.trim().to_owned(), attributes, inside)));
                }
                Piece::Close(name) if name == "form" => inside = None,
                Piece::Close(_) => {}
            }
        }
        // A button may belong to a form that does not contain it.
        let of = |(text, its, inside): (String, Attributes, Option<usize>)| {
            let named =
                get(&its, "form").map(|id| forms.iter().position(|(form, _)| get(form, "id") == Some(id)));
            let (form, fields) = &forms[named.unwrap_or(inside)?];
            Some((text, button(form, &its, fields)))
        };
        found.into_iter().filter_map(of).collect()
    }

    fn labelled_radios(&self) -> Vec<(String, Field)> {
        let mut radios = Vec::new();
        let mut current: Option<(String, Field)> = None;
        for piece in &self.pieces {
            match piece {
                Piece::Open { name, attributes } if name == "input" => {
                    current = field(attributes).filter(|f| f.is_radio).map(|f| (String::new(), f));
                }
                Piece::Text(text) => {
                    if let Some((label, _)) = &mut current {
                        label.push_str(text.trim());
                    }
                }
                Piece::Close(name) if name == "label" => radios.extend(current.take()),
                Piece::Open { .. } | Piece::Close(_) => {}
            }
        }
        radios
    }

    /// Every element with a name: its attributes and its text.
    fn named(&self, element: &str) -> Vec<(Vec<(String, String)>, String)> {
        let mut found = Vec::new();
        let mut current: Option<(Vec<(String, String)>, String)> = None;
        for piece in &self.pieces {
            match piece {
                Piece::Open { name, attributes } if name == element => {
                    current = Some((attributes.clone(), String::new()));
                }
                Piece::Text(text) => {
                    if let Some((_, words)) = &mut current {
                        let _ = write!(words, " {}", text.trim());
                    }
                }
                Piece::Close(name) if name == element => {
                    let tidy = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
                    found.extend(current.take().map(|(attributes, text)| (attributes, tidy(text))));
                }
                Piece::Open { .. } | Piece::Close(_) => {}
            }
        }
        found
    }
}

fn button(form: &[(String, String)], its: &[(String, String)], fields: &[Field]) -> Button {
    let of = |own: &str, forms: &str, otherwise: &str| {
        get(its, own).or_else(|| get(form, forms)).unwrap_or(otherwise).to_owned()
    };
    let names = fields.iter().map(|field| field.name.clone()).collect();
    let sent = fields.iter().filter(|field| !field.is_radio || field.checked);
    let mut fields: Vec<_> = sent.map(|field| (field.name.clone(), field.value.clone())).collect();
    if let Some(name) = get(its, "name") {
        fields.push((name.to_owned(), get(its, "value").unwrap_or_default().to_owned()));
    }
    Button {
        method: of("formmethod", "method", "get"),
        action: of("formaction", "action", ""),
        fields,
        names,
    }
}

fn field(attributes: &[(String, String)]) -> Option<Field> {
    let is_radio = get(attributes, "type") == Some("radio");
    Some(Field {
        name: get(attributes, "name")?.to_owned(),
        value: get(attributes, "value").unwrap_or_default().to_owned(),
        is_radio,
        checked: get(attributes, "checked").is_some(),
    })
}

fn get<'a>(attributes: &'a [(String, String)], name: &str) -> Option<&'a str> {
    attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

fn is_block(name: &str) -> bool {
    !["a", "b", "span", "input", "i", "td", "th", "dt", "dd", "summary"].contains(&name)
}

fn pieces(html: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let (text, tag) = rest.split_at(start);
        if !text.is_empty() {
            pieces.push(Piece::Text(unescaped(text)));
        }
        let end = tag.find('>').expect("a tag ends");
        let inside = tag[1..end].trim_end_matches('/');
        match inside.strip_prefix('/') {
            Some(name) => pieces.push(Piece::Close(name.trim().to_owned())),
            None => pieces.push(open(inside)),
        }
        rest = &tag[end + 1..];
    }
    pieces
}

fn open(inside: &str) -> Piece {
    let (name, mut rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let mut attributes = Vec::new();
    while !rest.trim().is_empty() {
        rest = rest.trim_start();
        let end = rest.find([' ', '=']).unwrap_or(rest.len());
        let attribute = rest[..end].to_owned();
        rest = &rest[end..];
        let value = match rest.strip_prefix("=\"").and_then(|quoted| quoted.split_once('"')) {
            Some((value, after)) => {
                rest = after;
                unescaped(value)
            }
            None => String::new(),
        };
        attributes.push((attribute, value));
    }
    Piece::Open { name: name.to_owned(), attributes }
}

/// The text without the escapes that the templates write.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let (code, after) = after.split_once(';').expect("an escape ends");
        out.push(match code {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            number => {
                let number = number.strip_prefix('#').and_then(|number| number.parse().ok());
                number.and_then(char::from_u32).expect("a character by number")
            }
        });
        rest = after;
    }
    out.push_str(rest);
    out
}
