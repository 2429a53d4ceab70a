//! Formulas as MathML Core, for the page.

use super::write::{Notation, Operator, written};
use super::{Base, Formula, Function, Symbol};

impl Formula {
    /// As a `<math>` element. It can be put into a page as it is: whatever a formula holds is escaped. Fractions are small, as in a
    /// line of text; a page that wants them large says `math-style: normal` in its style.
    ///
    /// ```
    /// # use engine::explain::Formula;
    /// let mathml = Formula::read(r"\frac{1}{2}").unwrap().mathml();
    /// assert_eq!(mathml, "<math><mfrac><mrow><mn>1</mn></mrow><mrow><mn>2</mn></mrow></mfrac></math>");
    /// ```
    pub fn mathml(&self) -> String {
        format!("<math>{}</math>", written(&MathMl, &self.0))
    }
}

struct MathMl;

impl Notation for MathMl {
    const LINEAR: bool = false;

    fn number(&self, minus: bool, digits: &str, exponent: Option<&str>) -> String {
        let sign = if minus { self.operator(Operator::Negative) } else { "" };
        let digits = escaped(digits);
        match exponent {
            None => format!("{sign}<mn>{digits}</mn>"),
            Some(exponent) => {
                let exponent = match exponent.strip_prefix('-') {
                    Some(exponent) => format!("<mo>−</mo><mn>{}</mn>", escaped(exponent)),
                    None => format!("<mn>{}</mn>", escaped(exponent)),
                };
                let digits = if digits == "1" { String::new() } else { format!("<mn>{digits}</mn><mo>×</mo>") };
                format!("{sign}{digits}<msup><mn>10</mn><mrow>{exponent}</mrow></msup>")
            }
        }
    }

    fn unit(&self, number: String, unit: &str) -> String {
        match unit {
            "" => number,
            unit => format!("{number}<mtext>\u{a0}{}</mtext>", escaped(unit)),
        }
    }

    fn symbol(&self, symbol: &Symbol) -> String {
        let base = match &symbol.base {
            // A combining bar would hang beside a letter in italics.
            Base::Letter(letter) => match letter.strip_suffix('\u{304}') {
                Some(letter) => format!(r#"<mover accent="true"><mi>{letter}</mi><mo stretchy="false">¯</mo></mover>"#),
                None => letters(letter),
            },
            Base::Latin(letter) => format!("<mi>{letter}</mi>"),
            // A word of one letter would come out in italics.
            Base::Word(word) => format!(r#"<mi mathvariant="normal">{}</mi>"#, escaped(word)),
            Base::Digits(digits) => format!("<mn>{}</mn>", escaped(digits)),
            Base::Mark('-') => "<mo>−</mo>".to_owned(),
            Base::Mark(mark) => format!("<mo>{mark}</mo>"),
        };
        let indices =
            |all: &[Symbol]| format!("<mrow>{}</mrow>", all.iter().map(|one| self.symbol(one)).collect::<String>());
        match (symbol.below.as_slice(), symbol.above.as_slice()) {
            ([], []) => base,
            (below, []) => format!("<msub>{base}{}</msub>", indices(below)),
            ([], above) => format!("<msup>{base}{}</msup>", indices(above)),
            (below, above) => format!("<msubsup>{base}{}{}</msubsup>", indices(below), indices(above)),
        }
    }

    fn operator(&self, operator: Operator) -> &'static str {
        match operator {
            Operator::Plus => "<mo>+</mo>",
            Operator::Minus => "<mo>−</mo>",
            Operator::Negative => r#"<mo form="prefix">−</mo>"#,
            Operator::Times => "<mo>⋅</mo>",
            // A thin space that is read as a product.
            Operator::Beside => "<mo lspace=\"0\" rspace=\"0.1667em\">\u{2062}</mo>",
            Operator::Slash => r#"<mo lspace="0" rspace="0">/</mo>"#,
            Operator::Comma => "<mo>,</mo>",
            Operator::Equals => "<mo>=</mo>",
        }
    }

    fn fenced(&self, inside: String, depth: u32) -> String {
        let (open, close) = if depth % 2 == 1 { ('[', ']') } else { ('(', ')') };
        format!("<mrow><mo>{open}</mo><mrow>{inside}</mrow><mo>{close}</mo></mrow>")
    }

    fn fraction(&self, above: String, below: String) -> String {
        format!("<mfrac><mrow>{above}</mrow><mrow>{below}</mrow></mfrac>")
    }

    fn power(&self, base: String, exponent: String) -> String {
        format!("<msup><mrow>{base}</mrow><mrow>{exponent}</mrow></msup>")
    }

    fn root(&self, of: String) -> String {
        format!("<msqrt><mrow>{of}</mrow></msqrt>")
    }

    fn call(&self, function: Function, argument: String) -> String {
        let name = match function {
            Function::Log2 => "<msub><mi>log</mi><mn>2</mn></msub>".to_owned(),
            Function::InverseErf => "<msup><mi>erf</mi><mrow><mo>−</mo><mn>1</mn></mrow></msup>".to_owned(),
            function => format!("<mi>{}</mi>", function.text()),
        };
        // A bare argument needs a thin space before it.
        let space = if argument.starts_with("<mrow><mo>") { "" } else { r#" rspace="0.1667em""# };
        format!("{name}<mo{space}>\u{2061}</mo>{argument}")
    }

    fn series(&self, term: String) -> String {
        format!("<munder><mo>∑</mo><mi>i</mi></munder>{term}")
    }
}

/// A letter in italics; several that are one quantity, as Δλ, one after the other.
fn letters(text: &str) -> String {
    let one = |letter: char| {
        let variant = if letter.is_uppercase() { r#" mathvariant="normal""# } else { "" };
        format!("<mi{variant}>{letter}</mi>")
    };
    let all: String = text.chars().map(one).collect();
    if text.chars().count() == 1 { all } else { format!("<mrow>{all}</mrow>") }
}

/// Text that means nothing to a reader of markup.
pub(in super::super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
