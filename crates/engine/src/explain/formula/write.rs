//! Common to all ways of writing a formula: where fences are needed.

use super::{Function, Symbol, Tree};

/// A way of writing formulas.
pub(super) trait Notation {
    /// Whether everything is on one line, fractions and exponents too.
    const LINEAR: bool;

    /// `-`, digits and exponent of ten.
    fn number(&self, minus: bool, digits: &str, exponent: Option<&str>) -> String;
    fn unit(&self, number: String, unit: &str) -> String;
    fn symbol(&self, symbol: &Symbol) -> String;
    fn operator(&self, operator: Operator) -> &'static str;
    /// `depth` counts the fences inside.
    fn fenced(&self, inside: String, depth: u32) -> String;
    fn fraction(&self, above: String, below: String) -> String;
    fn power(&self, base: String, exponent: String) -> String;
    fn root(&self, of: String) -> String;
    /// With a fence around the argument, or a bare argument.
    fn call(&self, function: Function, argument: String) -> String;
    fn series(&self, term: String) -> String;
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Plus,
    Minus,
    /// Minus before the first term
    Negative,
    /// Between numbers
    Times,
    /// Between factors side by side
    Beside,
    Slash,
    Comma,
    Equals,
}

/// A part that is written.
struct Written {
    text: String,
    /// Nesting depth of fences.
    depth: u32,
}

/// Binding strength of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Sum,
    Product,
    /// A fraction bar keeps together what is above and below, and still a power of it needs a fence.
    Power,
    Atom,
}

pub(super) fn written<N: Notation>(notation: &N, tree: &Tree) -> String {
    write(notation, tree).text
}

fn binding<N: Notation>(tree: &Tree) -> Binding {
    match tree {
        Tree::Number(digits) if digits.starts_with('-') => Binding::Sum,
        // 1.5e3^2 would leave a doubt.
        Tree::Number(digits) if digits.contains('e') => {
            if N::LINEAR || digits.starts_with("1e") {
                Binding::Power
            } else {
                Binding::Product
            }
        }
        Tree::Sum(_) | Tree::Equal(_) => Binding::Sum,
        Tree::Product(_) | Tree::Slash(_) | Tree::Series(..) => Binding::Product,
        Tree::Fraction(_) if N::LINEAR => Binding::Product,
        Tree::Fraction(_) | Tree::Power(_) => Binding::Power,
        Tree::Call(..) if !N::LINEAR => Binding::Power,
        // A power of p^for would have two exponents.
        Tree::Symbol(symbol) if !symbol.above.is_empty() => Binding::Power,
        _ => Binding::Atom,
    }
}

fn write<N: Notation>(n: &N, tree: &Tree) -> Written {
    match tree {
        Tree::Number(digits) => Written { text: number(n, digits), depth: 0 },
        Tree::Quantity(digits, unit) => Written { text: n.unit(number(n, digits), unit), depth: 0 },
        Tree::Symbol(symbol) => Written { text: n.symbol(symbol), depth: 0 },
        Tree::Sum(terms) => sum(n, terms),
        Tree::Product(factors) => product(n, factors),
        Tree::Slash(both) => {
            let [above, below] =
                [(&both[0], Binding::Product), (&both[1], Binding::Power)].map(|(t, b)| inside(n, t, b));
            joined([above, below], n.operator(Operator::Slash))
        }
        Tree::Fraction(both) if N::LINEAR => {
            // a/b/c would be read as a/(bc) by some.
            let above = if is_quotient(&both[0]) { Binding::Power } else { Binding::Product };
            let [above, below] = [(&both[0], above), (&both[1], Binding::Power)].map(|(t, b)| inside(n, t, b));
            joined([above, below], n.operator(Operator::Slash))
        }
        Tree::Fraction(both) => {
            let [above, below] = both.each_ref().map(|tree| write(n, tree));
            Written { depth: above.depth.max(below.depth), text: n.fraction(above.text, below.text) }
        }
        Tree::Power(both) => {
            let base = inside(n, &both[0], Binding::Atom);
            let exponent = if N::LINEAR { inside(n, &both[1], Binding::Atom) } else { write(n, &both[1]) };
            Written { depth: base.depth, text: n.power(base.text, exponent.text) }
        }
        Tree::Root(of) => {
            let of = if N::LINEAR { fenced(n, write(n, of)) } else { write(n, of) };
            Written { depth: of.depth, text: n.root(of.text) }
        }
        Tree::Call(function, arguments) => call(n, *function, arguments),
        Tree::Series(term, _) => {
            let term = inside(n, term, Binding::Product);
            Written { depth: term.depth, text: n.series(term.text) }
        }
        Tree::Equal(sides) => joined(sides.iter().map(|side| write(n, side)), n.operator(Operator::Equals)),
    }
}

fn number<N: Notation>(n: &N, number: &str) -> String {
    let (minus, digits) = number.strip_prefix('-').map_or((false, number), |digits| (true, digits));
    match digits.split_once('e') {
        Some((digits, exponent)) => n.number(minus, digits, Some(exponent)),
        None => n.number(minus, digits, None),
    }
}

fn joined(parts: impl IntoIterator<Item = Written>, operator: &str) -> Written {
    let mut all = Written { text: String::new(), depth: 0 };
    for (i, part) in parts.into_iter().enumerate() {
        if i > 0 {
            all.text += operator;
        }
        all.text += &part.text;
        all.depth = all.depth.max(part.depth);
    }
    all
}

fn fenced<N: Notation>(n: &N, inside: Written) -> Written {
    Written { text: n.fenced(inside.text, inside.depth), depth: inside.depth + 1 }
}

/// With a fence where the tree does not hold together strongly enough.
fn inside<N: Notation>(n: &N, tree: &Tree, least: Binding) -> Written {
    let part = write(n, tree);
    if binding::<N>(tree) < least { fenced(n, part) } else { part }
}

fn sum<N: Notation>(n: &N, terms: &[(bool, Tree)]) -> Written {
    let mut all = Written { text: String::new(), depth: 0 };
    for (i, (minus, term)) in terms.iter().enumerate() {
        all.text += match (i, minus) {
            (0, false) => "",
            (0, true) => n.operator(Operator::Negative),
            (_, false) => n.operator(Operator::Plus),
            (_, true) => n.operator(Operator::Minus),
        };
        // A negative number may begin a sum bare.
        let bare = i == 0 && !minus && matches!(term, Tree::Number(_));
        let term = inside(n, term, if bare { Binding::Sum } else { Binding::Product });
        all.text += &term.text;
        all.depth = all.depth.max(term.depth);
    }
    all
}

fn product<N: Notation>(n: &N, factors: &[Tree]) -> Written {
    let mut all = Written { text: String::new(), depth: 0 };
    for (i, factor) in factors.iter().enumerate() {
        if i > 0 {
            let numbers = matches!(factors[i - 1], Tree::Number(_)) && factor.is_number();
            let times = numbers || begins_with_digit(factor);
            all.text += n.operator(if times { Operator::Times } else { Operator::Beside });
        }
        // An inline quotient needs no fences only at the end: a/b c could be read as a/(bc).
        let last = i + 1 == factors.len();
        let in_line = matches!(factor, Tree::Slash(_)) || (N::LINEAR && is_quotient(factor));
        let least = if in_line && !last { Binding::Power } else { Binding::Product };
        let factor = inside(n, factor, least);
        all.text += &factor.text;
        all.depth = all.depth.max(factor.depth);
    }
    all
}

fn call<N: Notation>(n: &N, function: Function, arguments: &[Tree]) -> Written {
    let argument = match arguments {
        [one] => {
            let bare = !N::LINEAR
                && matches!(function, Function::Ln | Function::Log2)
                && (matches!(one, Tree::Symbol(_))
                    || matches!(one, Tree::Number(x) if !x.starts_with('-') && !x.contains('e')));
            if bare { write(n, one) } else { fenced(n, write(n, one)) }
        }
        several => {
            let list = joined(several.iter().map(|one| write(n, one)), n.operator(Operator::Comma));
            fenced(n, list)
        }
    };
    Written { depth: argument.depth, text: n.call(function, argument.text) }
}

fn is_quotient(tree: &Tree) -> bool {
    matches!(tree, Tree::Slash(_) | Tree::Fraction(_))
}

/// Whether two factors would run together without a sign between them.
fn begins_with_digit(factor: &Tree) -> bool {
    match factor {
        Tree::Number(_) | Tree::Quantity(..) => true,
        Tree::Power(both) => begins_with_digit(&both[0]),
        Tree::Product(factors) => factors.first().is_some_and(begins_with_digit),
        Tree::Slash(both) => begins_with_digit(&both[0]),
        _ => false,
    }
}
