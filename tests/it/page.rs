//! Pages of Markdown whose fenced blocks are the files of a dossier.

/// A fenced block with a file name: ```` ```yaml annotations/a.yaml ````.
pub(crate) struct Block<'d> {
    /// `yaml`, `text`, `diff` …
    pub(crate) kind: &'d str,
    /// The file.
    pub(crate) path: &'d str,
    /// What stands after the path: `mended`, an encoding, or how often the text is repeated.
    pub(crate) note: &'d str,
    /// What stands in it.
    pub(crate) text: &'d str,
}

/// The fenced blocks of a page.
pub(crate) fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut rest = page;
    while let Some((_, after)) = rest.split_once("\n```") {
        let (info, body) = after.split_once('\n').expect("a line after the fence");
        let (text, after) = if let Some(after) = body.strip_prefix("```") {
            ("", after)
        } else {
            let end = body.find("\n```").expect("a closing fence") + 1;
            (&body[..end], &body[end + 3..])
        };
        let mut words = info.split(' ');
        let mut word = || words.next().unwrap_or_default();
        blocks.push(Block {
            kind: word(),
            path: word(),
            note: word(),
            text,
        });
        rest = after;
    }
    blocks
}
