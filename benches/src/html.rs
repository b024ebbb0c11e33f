//! Enough HTML parsing to use the portal's forms as a browser does.

use crate::http::urlencoded;

/// A form as a browser would send it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Form {
    /// Its target URL; empty means the page itself.
    pub(crate) action: String,
    /// Names and values, with what is filled in or chosen already.
    pub(crate) fields: Vec<(String, String)>,
    /// The values that can also be chosen or pressed.
    pub(crate) choices: Vec<(String, String)>,
}

impl Form {
    /// Fills in a field, or adds it.
    pub(crate) fn fill(&mut self, name: &str, value: &str) {
        match self.fields.iter_mut().find(|(key, _)| key == name) {
            Some((_, filled)) => value.clone_into(filled),
            None => self.fields.push((name.to_owned(), value.to_owned())),
        }
    }

    /// The form as URL-encoded text.
    pub(crate) fn encoded(&self) -> String {
        let pairs =
            self.fields.iter().map(|(name, value)| format!("{}={}", urlencoded(name), urlencoded(value)));
        pairs.collect::<Vec<_>>().join("&")
    }
}

/// The forms of a page, in order.
pub(crate) fn forms(html: &str) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    let mut inside = false;
    for tag in tags(html) {
        match tag.name {
            "form" => {
                forms.push(Form { action: tag.value("action").unwrap_or_default(), ..Form::default() });
                inside = true;
            }
            "/form" => inside = false,
            "input" | "button" | "textarea" if inside => {
                if let (Some(form), Some(name)) = (forms.last_mut(), tag.value("name")) {
                    let pair = (name, tag.value("value").unwrap_or_default());
                    if tag.is_filled() { form.fields.push(pair) } else { form.choices.push(pair) }
                }
            }
            _ => {}
        }
    }
    forms
}

struct Tag<'a> {
    name: &'a str,
    rest: &'a str,
}

impl Tag<'_> {
    /// An attribute's value, with entities decoded; empty where it has none.
    fn value(&self, wanted: &str) -> Option<String> {
        let mut rest = self.rest.trim_start();
        while !rest.is_empty() {
            let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
            let name = &rest[..end];
            rest = rest[end..].trim_start();
            let mut value = "";
            if let Some(after) = rest.strip_prefix('=') {
                let after = after.trim_start();
                let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
                let body = &after[quote.map_or(0, char::len_utf8)..];
                let end = match quote {
                    Some(quote) => body.find(quote),
                    None => body.find(char::is_whitespace),
                };
                let end = end.unwrap_or(body.len());
                value = &body[..end];
                rest = body[end..].trim_start_matches(['"', '\'']).trim_start();
            }
            if name.eq_ignore_ascii_case(wanted) {
                return Some(unescaped(value));
            }
        }
        None
    }

    /// Whether a browser sends it without a click.
    fn is_filled(&self) -> bool {
        let kind = self.value("type").unwrap_or_default();
        match (self.name, kind.as_str()) {
            ("button", _) | (_, "submit") => false,
            (_, "radio" | "checkbox") => self.value("checked").is_some(),
            _ => true,
        }
    }
}

/// The tags of a page, in order. The portal's pages have no `<` or `>` inside a value.
fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    html.split('<').skip(1).filter_map(|piece| {
        let inside = &piece[..piece.find('>')?];
        let end = inside.find(char::is_whitespace).unwrap_or(inside.len());
        Some(Tag { name: &inside[..end], rest: inside[end..].trim_end_matches('/') })
    })
}

fn unescaped(text: &str) -> String {
    let named =
        [("&quot;", "\""), ("&#34;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&lt;", "<"), ("&#60;", "<")];
    let more = [("&gt;", ">"), ("&#62;", ">"), ("&#38;", "&"), ("&amp;", "&")];
    named.into_iter().chain(more).fold(text.to_owned(), |text, (entity, is)| text.replace(entity, is))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<a href="/bestill?a=1&amp;b=2#c">x</a>
        <form method="post" action='/send'><input type="hidden" name="token" value="ab/c">
        <input type=radio name=slot value=1><input type="radio" name="slot" value="2" checked>
        <textarea name="reason" maxlength="50"></textarea><button name="go" value="on">Send</button></form>
        <input name="outside" value="no">"#;

    #[test]
    fn a_form_is_read_as_a_browser_reads_it() {
        let forms = forms(PAGE);
        assert_eq!(forms.len(), 1);
        assert_eq!(forms[0].action, "/send");
        assert_eq!(forms[0].encoded(), "token=ab%2Fc&slot=2&reason=");
        let choices = [("slot".to_owned(), "1".to_owned()), ("go".to_owned(), "on".to_owned())];
        assert_eq!(forms[0].choices, choices);
    }

    #[test]
    fn a_field_is_filled_in_once() {
        let mut form = forms(PAGE).remove(0);
        form.fill("reason", "a b");
        form.fill("more", "1");
        assert_eq!(form.encoded(), "token=ab%2Fc&slot=2&reason=a+b&more=1");
    }
}
