//! Reads the subset of LaTeX.

use super::{Base, Formula, Function, LETTERS, Symbol, Tree};

/// LaTeX outside the subset.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a formula cannot be read{}", if .rest.is_empty() { ": it ends too early".to_owned() } else { format!(" from “{rest}” on") })]
pub struct NotInSubset {
    /// The rest of the text, from the first item that is not in the subset.
    pub rest: String,
}

type Read<T> = Result<T, NotInSubset>;

impl Formula {
    /// Reads a formula or an equation.
    ///
    /// # Errors
    /// [`NotInSubset`] says where it is not in the subset that the module's page describes.
    pub fn read(latex: &str) -> Result<Formula, NotInSubset> {
        let mut reader = Reader { rest: latex };
        let mut sides = vec![reader.sum()?];
        while reader.take("=") {
            sides.push(reader.sum()?);
        }
        reader.skip_space();
        match (reader.rest, sides.len()) {
            ("", 1) => Ok(Formula(sides.remove(0))),
            ("", _) => Ok(Formula(Tree::Equal(sides))),
            _ => reader.fail(),
        }
    }
}

struct Reader<'a> {
    rest: &'a str,
}

/// Fences, and what a factor does not start with.
const CLOSING: [&str; 8] = ["+", "-", ",", "=", "/", "}", r"\right)", r"\right]"];

impl<'a> Reader<'a> {
    fn fail<T>(&self) -> Read<T> {
        Err(NotInSubset { rest: self.rest.to_owned() })
    }

    fn skip_space(&mut self) {
        while let Some(rest) = [" ", "\n", r"\,"].into_iter().find_map(|space| self.rest.strip_prefix(space)) {
            self.rest = rest;
        }
    }

    fn sees(&mut self, what: &str) -> bool {
        self.skip_space();
        let Some(behind) = self.rest.strip_prefix(what) else { return false };
        // `\nu` does not begin `\nut`.
        !what.starts_with('\\') || !what.ends_with(char::is_alphabetic) || !behind.starts_with(char::is_alphabetic)
    }

    fn take(&mut self, what: &str) -> bool {
        let sees = self.sees(what);
        if sees {
            self.rest = &self.rest[what.len()..];
        }
        sees
    }

    fn expect(&mut self, what: &str) -> Read<()> {
        if self.take(what) { Ok(()) } else { self.fail() }
    }

    fn sum(&mut self) -> Read<Tree> {
        let mut terms = vec![(self.take("-"), self.product()?)];
        loop {
            let minus = self.take("-");
            if !minus && !self.take("+") {
                break;
            }
            terms.push((minus, self.product()?));
        }
        Ok(match terms.as_slice() {
            [(false, _)] => terms.remove(0).1,
            [(true, Tree::Number(digits))] => Tree::Number(format!("-{digits}")),
            _ => Tree::Sum(terms),
        })
    }

    fn product(&mut self) -> Read<Tree> {
        let mut factors = vec![self.factor()?];
        self.skip_space();
        while !self.rest.is_empty() && !CLOSING.iter().any(|closing| self.sees(closing)) {
            self.take(r"\cdot");
            factors.push(self.factor()?);
            self.skip_space();
        }
        let product = if factors.len() == 1 { factors.remove(0) } else { Tree::Product(factors) };
        if self.take("/") { Ok(Tree::Slash(Box::new([product, self.factor()?]))) } else { Ok(product) }
    }

    fn factor(&mut self) -> Read<Tree> {
        let base = self.atom()?;
        if !self.take("^") {
            return Ok(base);
        }
        let exponent = self.group(Reader::sum)?;
        // A power of ten with a plain exponent is a number, as `10^{6}`.
        match (&base, exponent_of(&exponent)) {
            (Tree::Number(ten), Some(digits)) if ten == "10" => Ok(Tree::Number(format!("1e{digits}"))),
            _ => Ok(Tree::Power(Box::new([base, exponent]))),
        }
    }

    fn atom(&mut self) -> Read<Tree> {
        if self.take(r"\frac") {
            let (above, below) = (self.group(Reader::sum)?, self.group(Reader::sum)?);
            return Ok(Tree::Fraction(Box::new([above, below])));
        }
        if self.take(r"\sqrt") {
            return Ok(Tree::Root(Box::new(self.group(Reader::sum)?)));
        }
        if self.take(r"\sum_{i}") {
            return Ok(Tree::Series(Box::new(self.product()?), Vec::new()));
        }
        if self.sees(r"\left") {
            let start = self.rest;
            let mut inside = self.fenced()?;
            return if inside.len() == 1 { Ok(inside.remove(0)) } else { Err(NotInSubset { rest: start.to_owned() }) };
        }
        for function in Function::ALL {
            // h is a function only where it has an argument.
            let name = function.latex();
            let called = match function {
                Function::Entropy => self.sees("h") && self.rest[1..].starts_with(r"\left"),
                _ => self.sees(name),
            };
            if called {
                self.expect(name)?;
                let arguments = if self.sees(r"\left") { self.fenced()? } else { vec![self.factor()?] };
                return Ok(Tree::Call(function, arguments));
            }
        }
        if let Some(number) = self.number()? {
            return Ok(Tree::Number(number));
        }
        self.symbol().map(Tree::Symbol)
    }

    /// The contents of fences, separated by commas.
    fn fenced(&mut self) -> Read<Vec<Tree>> {
        let closing = if self.take(r"\left(") {
            r"\right)"
        } else {
            self.expect(r"\left[")?;
            r"\right]"
        };
        let mut inside = vec![self.sum()?];
        while self.take(",") {
            inside.push(self.sum()?);
        }
        self.expect(closing)?;
        Ok(inside)
    }

    /// The contents of braces, or a single character.
    fn group<T>(&mut self, read: fn(&mut Reader<'a>) -> Read<T>) -> Read<T> {
        if self.take("{") {
            let inside = read(self)?;
            self.expect("}")?;
            return Ok(inside);
        }
        let Some(first) = self.rest.chars().next() else { return self.fail() };
        let (one, behind) = match letter(self.rest) {
            Some((latex, _)) => self.rest.split_at(latex.len()),
            None => self.rest.split_at(first.len_utf8()),
        };
        let mut reader = Reader { rest: one };
        let inside = read(&mut reader)?;
        self.rest = behind;
        Ok(inside)
    }

    fn number(&mut self) -> Read<Option<String>> {
        self.skip_space();
        let digits = self.digits();
        if digits.is_empty() {
            return Ok(None);
        }
        if !self.take(r"\times10^") {
            return Ok(Some(digits.to_owned()));
        }
        let start = self.rest;
        match exponent_of(&self.group(Reader::sum)?) {
            Some(exponent) => Ok(Some(format!("{digits}e{exponent}"))),
            None => Err(NotInSubset { rest: start.to_owned() }),
        }
    }

    fn digits(&mut self) -> &'a str {
        let length = self.rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
        let (digits, rest) = self.rest.split_at(length);
        self.rest = rest;
        digits
    }

    fn symbol(&mut self) -> Read<Symbol> {
        let base = self.base()?;
        let (mut below, mut above) = (Vec::new(), Vec::new());
        if self.take("_") {
            below = self.group(Reader::indices)?;
        }
        let index_above = ["^+", "^-", "^{+", "^{-}", r"^{\mathrm"];
        if index_above.iter().any(|start| self.sees(start)) {
            self.expect("^")?;
            above = self.group(Reader::indices)?;
        }
        Ok(Symbol { base, below, above })
    }

    fn indices(&mut self) -> Read<Vec<Symbol>> {
        let mut indices = Vec::new();
        while !self.rest.is_empty() && !self.sees("}") {
            indices.push(self.symbol()?);
        }
        Ok(indices)
    }

    fn base(&mut self) -> Read<Base> {
        self.skip_space();
        if self.take(r"\mathrm{") {
            let Some((word, rest)) = self.rest.split_once('}') else { return self.fail() };
            if word.is_empty() || !word.chars().all(|c| c.is_ascii_alphabetic()) {
                return self.fail();
            }
            self.rest = rest;
            return Ok(Base::Word(word.to_owned()));
        }
        if let Some((latex, text)) = letter(self.rest) {
            self.rest = &self.rest[latex.len()..];
            return Ok(Base::Letter(text));
        }
        let digits = self.digits();
        if !digits.is_empty() {
            return Ok(Base::Digits(digits.to_owned()));
        }
        match self.rest.chars().next() {
            Some(mark @ ('+' | '-' | ',')) => {
                self.rest = &self.rest[1..];
                Ok(Base::Mark(mark))
            }
            Some(latin) if latin.is_ascii_alphabetic() => {
                self.rest = &self.rest[1..];
                Ok(Base::Latin(latin))
            }
            _ => self.fail(),
        }
    }
}

/// The letter with which a text begins.
fn letter(text: &str) -> Option<(&'static str, &'static str)> {
    let begins = |latex: &str| {
        let behind = text.strip_prefix(latex);
        behind.is_some_and(|behind| latex.ends_with('}') || !behind.starts_with(|c: char| c.is_ascii_alphabetic()))
    };
    LETTERS.into_iter().find(|(latex, _)| begins(latex))
}

/// The whole number that an exponent is.
fn exponent_of(exponent: &Tree) -> Option<String> {
    match exponent {
        Tree::Number(digits) if digits.parse::<i16>().is_ok() => Some(digits.clone()),
        _ => None,
    }
}
