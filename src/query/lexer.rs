//! Text into tokens. Never fails: what is no token becomes [`TokenKind::Invalid`] with the reason,
//! and the parser complains when it comes to it.

use std::sync::Arc;

use unicode_normalization::char::is_combining_mark;

use super::ast::Span;

/// A token and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where.
    pub span: Span,
}

/// The kinds of tokens.
#[derive(Debug, Clone, PartialEq)]
pub enum TokenKind {
    /// A name or keyword.
    Word,
    /// A name in backticks, with the backticks taken away.
    Quoted(Arc<str>),
    /// A string, with its escapes resolved.
    Text(Arc<str>),
    /// An integer; `None` if it does not fit 64 bits without a sign.
    Int(Option<u64>),
    /// A float.
    Float(f64),
    /// Punctuation, one to three bytes.
    Punct(&'static str),
    /// A dash that is not the ASCII one: a dash in patterns only.
    Dash,
    /// No token.
    Invalid(Invalid),
    /// The end of the text.
    End,
}

/// Why something is no token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invalid {
    /// A number with something in it.
    Number,
    /// A number too great for a float.
    FloatOverflow,
    /// An escape that names no character.
    UnicodeEscape,
    /// An escape that is not known.
    Escape,
    /// A string, quoted name or comment without an end.
    Unterminated,
    /// A character that the language does not use.
    Character,
}

const PUNCTUATION: [&str; 32] = [
    "<>", "<=", ">=", "=~", "..", "+=", "(", ")", "[", "]", "{", "}", ",", ".", ":", ";", "|", "+",
    "-", "*", "/", "%", "^", "=", "<", ">", "$", "!", "&", "?", "@", "#",
];

/// Splits a text into tokens; the last one is [`TokenKind::End`]. O(length).
pub fn lex(text: &str) -> Vec<Token> {
    let mut lexer = Lexer { text, at: 0 };
    let mut tokens = Vec::with_capacity(text.len() / 4 + 1);
    loop {
        let token = lexer.token();
        let end = token.kind == TokenKind::End;
        tokens.push(token);
        if end {
            return tokens;
        }
    }
}

/// Whether a name can be written without backticks, keywords apart.
pub fn is_plain_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(starts_name) && chars.all(continues_name)
}

fn starts_name(c: char) -> bool {
    c.is_alphabetic() || is_connector(c)
}

fn continues_name(c: char) -> bool {
    c.is_alphanumeric() || is_connector(c) || is_currency(c) || is_combining_mark(c)
}

/// Connector punctuation (Pc).
fn is_connector(c: char) -> bool {
    matches!(
        c,
        '_' | '\u{203F}' | '\u{2040}' | '\u{2054}' | '\u{FE33}' | '\u{FE34}' | '\u{FE4D}'
            ..='\u{FE4F}' | '\u{FF3F}'
    )
}

/// Currency signs (Sc), but `$`, which begins a parameter.
fn is_currency(c: char) -> bool {
    matches!(c, '\u{A2}'..='\u{A5}' | '\u{20A0}'..='\u{20C0}')
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_while(&mut self, keep: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.at += rest.find(|c| !keep(c)).unwrap_or(rest.len());
    }

    fn token(&mut self) -> Token {
        if let Some(start) = self.skip_blank() {
            return self.made(start, TokenKind::Invalid(Invalid::Unterminated));
        }
        let start = self.at;
        let kind = match self.peek() {
            None => TokenKind::End,
            Some('\'' | '"') => self.string(),
            Some('`') => self.quoted(),
            Some(c) if c.is_ascii_digit() => self.number(),
            Some('.') if self.rest()[1..].starts_with(|c: char| c.is_ascii_digit()) => {
                self.number()
            }
            Some(c) if starts_name(c) => {
                self.skip_while(continues_name);
                TokenKind::Word
            }
            Some(c) => self.punctuation(c),
        };
        self.made(start, kind)
    }

    fn made(&self, start: usize, kind: TokenKind) -> Token {
        Token {
            kind,
            span: Span {
                start,
                end: self.at,
            },
        }
    }

    /// Skips space and comments; returns where a comment without an end begins.
    fn skip_blank(&mut self) -> Option<usize> {
        loop {
            self.skip_while(|c| c.is_whitespace() || matches!(c, '\u{1C}'..='\u{1F}' | '\u{FEFF}'));
            let start = self.at;
            if self.rest().starts_with("//") {
                self.skip_while(|c| c != '\n' && c != '\r');
            } else if let Some(comment) = self.rest().strip_prefix("/*") {
                if let Some(end) = comment.find("*/") {
                    self.at += end + 4;
                } else {
                    self.at = self.text.len();
                    return Some(start);
                }
            } else {
                return None;
            }
        }
    }

    fn punctuation(&mut self, c: char) -> TokenKind {
        if let Some(&found) = PUNCTUATION.iter().find(|p| self.rest().starts_with(**p)) {
            self.at += found.len();
            return TokenKind::Punct(found);
        }
        self.at += c.len_utf8();
        match c {
            '\u{AD}'
            | '\u{2010}'..='\u{2015}'
            | '\u{2212}'
            | '\u{FE58}'
            | '\u{FE63}'
            | '\u{FF0D}' => TokenKind::Dash,
            '\u{27E8}' | '\u{3008}' | '\u{FE64}' | '\u{FF1C}' => TokenKind::Punct("<"),
            '\u{27E9}' | '\u{3009}' | '\u{FE65}' | '\u{FF1E}' => TokenKind::Punct(">"),
            _ => TokenKind::Invalid(Invalid::Character),
        }
    }

    fn quoted(&mut self) -> TokenKind {
        let mut name = String::new();
        self.at += 1;
        loop {
            let rest = self.rest();
            let Some(end) = rest.find('`') else {
                self.at = self.text.len();
                return TokenKind::Invalid(Invalid::Unterminated);
            };
            name.push_str(&rest[..end]);
            let doubled = rest[end + 1..].starts_with('`');
            self.at += end + 1;
            if !doubled {
                return TokenKind::Quoted(name.into());
            }
            name.push('`');
            self.at += 1;
        }
    }

    fn string(&mut self) -> TokenKind {
        let quote = self.peek().unwrap_or('\'');
        self.at += 1;
        let mut text = String::new();
        let mut invalid = None;
        loop {
            let Some(c) = self.peek() else {
                return TokenKind::Invalid(Invalid::Unterminated);
            };
            self.at += c.len_utf8();
            if c == quote {
                return invalid.map_or_else(|| TokenKind::Text(text.into()), TokenKind::Invalid);
            }
            if c != '\\' {
                text.push(c);
                continue;
            }
            match self.escape() {
                Ok(c) => text.push(c),
                Err(why) => invalid = invalid.or(Some(why)),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Invalid> {
        let c = self.peek().ok_or(Invalid::Unterminated)?;
        self.at += c.len_utf8();
        Ok(match c {
            'b' => '\u{8}',
            'f' => '\u{C}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '\\' | '\'' | '"' | '`' | '/' => c,
            'u' | 'U' => return self.unicode(if c == 'u' { 4 } else { 8 }),
            _ => return Err(Invalid::Escape),
        })
    }

    /// A character by its number; two escapes of a surrogate pair are one character.
    fn unicode(&mut self, digits: usize) -> Result<char, Invalid> {
        let first = self.hex(digits)?;
        if (0xD800..0xDC00).contains(&first) && self.rest().starts_with("\\u") {
            self.at += 2;
            let second = self.hex(4)?;
            if (0xDC00..0xE000).contains(&second) {
                let code = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                return char::from_u32(code).ok_or(Invalid::UnicodeEscape);
            }
        }
        char::from_u32(first).ok_or(Invalid::UnicodeEscape)
    }

    fn hex(&mut self, digits: usize) -> Result<u32, Invalid> {
        let hex = self
            .rest()
            .get(..digits)
            .filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))
            .ok_or(Invalid::UnicodeEscape)?;
        let code = u32::from_str_radix(hex, 16).map_err(|_| Invalid::UnicodeEscape)?;
        self.at += digits;
        Ok(code)
    }

    fn number(&mut self) -> TokenKind {
        let start = self.at;
        for (prefix, radix) in [("0x", 16), ("0X", 16), ("0o", 8), ("0O", 8)] {
            if self.rest().starts_with(prefix) {
                self.at += 2;
                let from = self.at;
                self.skip_while(continues_name);
                return integer(&self.text[from..self.at], radix);
            }
        }
        self.skip_while(|c| c.is_ascii_digit());
        let mut float = false;
        let digit = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
        if self.rest().starts_with('.') && digit(&self.rest()[1..]) {
            float = true;
            self.at += 1;
            self.skip_while(|c| c.is_ascii_digit());
        }
        if let Some(exponent) = self.rest().strip_prefix(['e', 'E']) {
            let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            if digit(unsigned) {
                float = true;
                self.at = self.text.len() - unsigned.len();
                self.skip_while(|c| c.is_ascii_digit());
            }
        }
        if self.peek().is_some_and(continues_name) {
            self.skip_while(continues_name);
            return TokenKind::Invalid(Invalid::Number);
        }
        let text = &self.text[start..self.at];
        if !float {
            return integer(text, 10);
        }
        match text.parse::<f64>() {
            Ok(float) if float.is_finite() => TokenKind::Float(float),
            Ok(_) => TokenKind::Invalid(Invalid::FloatOverflow),
            Err(_) => TokenKind::Invalid(Invalid::Number),
        }
    }
}

fn integer(digits: &str, radix: u32) -> TokenKind {
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return TokenKind::Invalid(Invalid::Number);
    }
    TokenKind::Int(u64::from_str_radix(digits, radix).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[TokenKind]) {
        let mut kinds: Vec<_> = lex(text).into_iter().map(|token| token.kind).collect();
        assert_eq!(kinds.pop(), Some(TokenKind::End));
        assert_eq!(kinds, expected, "{text}");
    }

    #[test]
    fn ranges_are_not_floats() {
        use TokenKind::{Float, Int, Punct};
        check(
            "*1..3",
            &[Punct("*"), Int(Some(1)), Punct(".."), Int(Some(3))],
        );
        check("1.5 .5 1e3", &[Float(1.5), Float(0.5), Float(1000.0)]);
    }

    #[test]
    fn what_is_no_token_says_why() {
        use TokenKind::Invalid as I;
        check("12x", &[I(Invalid::Number)]);
        check("0x", &[I(Invalid::Number)]);
        check("1e999", &[I(Invalid::FloatOverflow)]);
        check("'\\uH'", &[I(Invalid::UnicodeEscape)]);
        check("'a", &[I(Invalid::Unterminated)]);
        check("/* a", &[I(Invalid::Unterminated)]);
        check("§", &[I(Invalid::Character)]);
    }

    #[test]
    fn escapes_name_characters() {
        let text = |text: &str| TokenKind::Text(text.into());
        check(
            r"'a\'\\\n\u00e9\U0001F600\uD83D\uDE00'",
            &[text("a'\\\né😀😀")],
        );
        check("`a``b`", &[TokenKind::Quoted("a`b".into())]);
    }
}
