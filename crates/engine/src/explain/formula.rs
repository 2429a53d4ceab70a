//! Formulas as trees: read from a subset of LaTeX, filled with numbers, written as LaTeX, plain text or MathML, and computed.
//!
//! # The subset
//!
//! | written | means |
//! |---|---|
//! | `a + b - c`, `a b`, `a \cdot b`, `a/b`, `\frac{a}{b}` | arithmetic; factors side by side are multiplied |
//! | `a^{b}`, `\sqrt{a}`, `\left( a \right)`, `\left[ a \right]` | power, root, grouping; fences are set anew where they are needed |
//! | `\ln`, `\log_2`, `\sinh`, `\operatorname{erf}`, `\operatorname{erf}^{-1}`, `\max`, `\min`, `h\left( Q \right)` | functions; h is the binary entropy |
//! | `7.74\times10^{6}`, `10^{6}`, `0.2` | numbers |
//! | `\sigma_e`, `p_{\mathrm{noise}}`, `n_{\mathrm{Ram}}^{\mathrm{for}}`, `n_{Z,\mu}^{+}` | a symbol with its indices; an upright word or a sign above is an index and no power |
//! | `\pi`, `e` | the constants |
//! | `\sum_{i} a_{i}` | a sum whose terms are given apart |
//! | `\,` | space |

mod evaluate;
mod latex;
mod mathml;
mod read;
mod text;
mod write;

pub(super) use mathml::escaped;
pub use read::NotInSubset;

/// A formula, an equation or a number with its unit.
///
/// ```
/// use engine::explain::Formula;
/// let formula = Formula::read(r"p_f = \frac{\sigma_f}{\sqrt{\sigma^2 + \sigma_f^2}}").unwrap();
/// assert_eq!(formula.text(), "p_f = σ_f/√(σ^2 + σ_f^2)");
/// assert_eq!(formula.latex(), r"p_{f} = \frac{\sigma_{f}}{\sqrt{\sigma^{2} + \sigma_{f}^{2}}}");
/// assert!(formula.mathml().starts_with("<math"));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Formula(pub(super) Tree);

/// The parts of a formula.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Tree {
    /// Digits with an exponent of ten: `0.2`, `1.5e-9`
    Number(String),
    /// A number and its unit
    Quantity(String, String),
    Symbol(Symbol),
    /// Terms; those with `true` are subtracted
    Sum(Vec<(bool, Tree)>),
    Product(Vec<Tree>),
    /// Numerator and denominator beside each other
    Slash(Box<[Tree; 2]>),
    /// Numerator above denominator
    Fraction(Box<[Tree; 2]>),
    /// Base and exponent
    Power(Box<[Tree; 2]>),
    Root(Box<Tree>),
    Call(Function, Vec<Tree>),
    /// The term with its index i, and the terms
    Series(Box<Tree>, Vec<Tree>),
    /// Sides of an equation
    Equal(Vec<Tree>),
}

/// A letter with its indices.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Symbol {
    pub(super) base: Base,
    pub(super) below: Vec<Symbol>,
    pub(super) above: Vec<Symbol>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Base {
    /// As in [`LETTERS`], or a Latin letter
    Letter(&'static str),
    Latin(char),
    /// An upright word
    Word(String),
    Digits(String),
    /// `+`, `-` or `,`
    Mark(char),
}

/// Letters that LaTeX has names for; a symbol such as Δλ counts as one.
pub(super) const LETTERS: [(&str, &str); 20] = [
    (r"\bar{\varepsilon}", "ε\u{304}"),
    (r"\Delta\lambda", "Δλ"),
    (r"\alpha", "α"),
    (r"\beta", "β"),
    (r"\gamma", "γ"),
    (r"\delta", "δ"),
    (r"\Delta", "Δ"),
    (r"\varepsilon", "ε"),
    (r"\zeta", "ζ"),
    (r"\eta", "η"),
    (r"\kappa", "κ"),
    (r"\lambda", "λ"),
    (r"\mu", "μ"),
    (r"\nu", "ν"),
    (r"\xi", "ξ"),
    (r"\pi", "π"),
    (r"\rho", "ρ"),
    (r"\sigma", "σ"),
    (r"\tau", "τ"),
    (r"\ell", "ℓ"),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    Ln,
    Log2,
    Sinh,
    Erf,
    InverseErf,
    Entropy,
    Max,
    Min,
}

impl Function {
    pub(super) const ALL: [Function; 8] = [
        Function::Ln,
        Function::Log2,
        Function::Sinh,
        Function::InverseErf,
        Function::Erf,
        Function::Entropy,
        Function::Max,
        Function::Min,
    ];

    /// In LaTeX.
    pub(super) const fn latex(self) -> &'static str {
        match self {
            Function::Ln => r"\ln",
            Function::Log2 => r"\log_2",
            Function::Sinh => r"\sinh",
            Function::Erf => r"\operatorname{erf}",
            Function::InverseErf => r"\operatorname{erf}^{-1}",
            Function::Entropy => "h",
            Function::Max => r"\max",
            Function::Min => r"\min",
        }
    }

    /// As plain text.
    pub(super) const fn text(self) -> &'static str {
        match self {
            Function::Ln => "ln",
            Function::Log2 => "log2",
            Function::Sinh => "sinh",
            Function::Erf => "erf",
            Function::InverseErf => "erf⁻¹",
            Function::Entropy => "h",
            Function::Max => "max",
            Function::Min => "min",
        }
    }
}

impl Formula {
    /// An angular frequency, as 2π times a frequency.
    pub(super) fn two_pi_times(number: String, unit: &str) -> Formula {
        let pi = Tree::Symbol(Symbol { base: Base::Letter("π"), below: Vec::new(), above: Vec::new() });
        let frequency = Tree::Quantity(number, unit.to_owned());
        Formula(Tree::Product(vec![Tree::Number("2".to_owned()), pi, frequency]))
    }
}

impl Tree {
    /// The trees right below this one.
    fn children(&self) -> Vec<&Tree> {
        match self {
            Tree::Number(_) | Tree::Quantity(..) | Tree::Symbol(_) => Vec::new(),
            Tree::Sum(terms) => terms.iter().map(|(_, term)| term).collect(),
            Tree::Product(all) | Tree::Call(_, all) | Tree::Series(_, all) | Tree::Equal(all) => all.iter().collect(),
            Tree::Slash(both) | Tree::Fraction(both) | Tree::Power(both) => both.iter().collect(),
            Tree::Root(of) => vec![of],
        }
    }

    /// Whether there are only numbers in it.
    fn is_number(&self) -> bool {
        !matches!(self, Tree::Symbol(_)) && self.children().into_iter().all(Tree::is_number)
    }

    /// The same tree with something done to each tree right below it.
    fn map(&self, f: &dyn Fn(&Tree) -> Tree) -> Tree {
        let both = |both: &[Tree; 2]| Box::new(both.each_ref().map(f));
        match self {
            Tree::Number(_) | Tree::Quantity(..) | Tree::Symbol(_) => self.clone(),
            Tree::Sum(terms) => Tree::Sum(terms.iter().map(|(minus, term)| (*minus, f(term))).collect()),
            Tree::Product(all) => Tree::Product(all.iter().map(f).collect()),
            Tree::Call(function, all) => Tree::Call(*function, all.iter().map(f).collect()),
            Tree::Equal(all) => Tree::Equal(all.iter().map(f).collect()),
            Tree::Series(term, all) => Tree::Series(term.clone(), all.iter().map(f).collect()),
            Tree::Slash(of) => Tree::Slash(both(of)),
            Tree::Fraction(of) => Tree::Fraction(both(of)),
            Tree::Power(of) => Tree::Power(both(of)),
            Tree::Root(of) => Tree::Root(Box::new(f(of))),
        }
    }

    /// The same tree with a number in the place of each part that has one. A part is more than a symbol where it has a number of its
    /// own, as h(Q) has.
    pub(super) fn filled(&self, number: &dyn Fn(&Tree) -> Option<String>) -> Tree {
        match (number(self), self) {
            (Some(number), _) => Tree::Number(number),
            (None, Tree::Series(_, terms)) => {
                Tree::Sum(terms.iter().map(|term| (false, term.filled(number))).collect())
            }
            (None, _) => self.map(&|part| part.filled(number)),
        }
    }

    /// Visits the parts for which `known` holds, from left to right, and nothing inside of them.
    pub(super) fn visit<'a>(&'a self, known: &dyn Fn(&Tree) -> bool, found: &mut Vec<&'a Tree>) {
        if known(self) {
            if !found.contains(&self) {
                found.push(self);
            }
            return;
        }
        for part in self.children() {
            part.visit(known, found);
        }
    }
}

impl Symbol {
    /// Whether `one` is this symbol with a number in the place of the last index i.
    pub(super) fn is_general_form_of(&self, one: &Symbol) -> bool {
        let (Some((i, general)), Some((number, special))) = (self.below.split_last(), one.below.split_last()) else {
            return false;
        };
        let indices = i.base == Base::Latin('i') && matches!(number.base, Base::Digits(_));
        indices && general == special && self.base == one.base && self.above == one.above
    }
}

#[cfg(test)]
mod tests;
