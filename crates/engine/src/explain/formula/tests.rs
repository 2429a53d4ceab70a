use super::*;

fn read(latex: &str) -> Formula {
    Formula::read(latex).unwrap_or_else(|error| panic!("{latex}: {error}"))
}

#[test]
fn formulas_as_text() {
    for (latex, text) in [
        (r"T = 10^{-\alpha L/10}", "T = 10^(-α·L/10)"),
        (r"\frac{a}{b}", "a/b"),
        (r"\frac{a+b}{c d}", "(a + b)/(c·d)"),
        (r"\frac{\frac{a}{b}}{\frac{c}{d}}", "(a/b)/(c/d)"),
        (r"\frac{a}{b} c", "(a/b)·c"),
        (r"c \frac{a}{b}", "c·a/b"),
        (r"a - \left(b - c\right)", "a - (b - c)"),
        (r"a - \left(b c\right)", "a - b·c"),
        (r"-\left(a + b\right)", "-(a + b)"),
        (r"\left(a + b\right) c", "(a + b)·c"),
        (r"\left(a b\right)^2", "(a·b)^2"),
        (r"a^{b + c}", "a^(b + c)"),
        (r"\left(a^b\right)^c", "(a^b)^c"),
        (r"\sqrt{a + b}", "√(a + b)"),
        (r"\sqrt{a}", "√(a)"),
        (r"\ln 10/10", "ln(10)/10"),
        (r"\log_2\frac{1}{a}", "log2(1/a)"),
        (r"\operatorname{erf}^{-1}\left(p_d\right)", "erf⁻¹(p_d)"),
        (r"\operatorname{erf}\left(\frac{a}{2}\right)", "erf(a/2)"),
        (r"h\left(Q\right) h", "h(Q)·h"),
        (r"\max\left(0, a - b\right)", "max(0, a - b)"),
        (r"\sum_{i} n_{\mathrm{ct},i}^{\mathrm{for}}", "Σ_i n_ct,i^for"),
        (r"n_{Z,\nu_1}^{+} - m_{\mu}^{-}", "n_Z,ν1⁺ - m_μ⁻"),
        (r"\bar{\varepsilon} \Delta \Delta\lambda", "ε\u{304}·Δ·Δλ"),
        (r"2 \pi e^{-1}", "2·π·e^(-1)"),
        (r"7.74\times10^{6} 10^{6} 10^x 10^{-6}", "7.74e6·1e6·10^x·1e-6"),
        (r"\left(1.5\times10^{3}\right)^2", "(1.5e3)^2"),
        (r"\mathrm{is}_{1}", "is_1"),
    ] {
        let formula = read(latex);
        assert_eq!(formula.text(), text, "{latex}");
        assert_eq!(read(&formula.latex()), formula, "{latex}");
    }
}

#[test]
fn formulas_as_latex() {
    for (latex, written) in [
        (r"a\left(b\left(c+d\right)+e\right)", r"a\,\left[ b\,\left( c + d \right) + e \right]"),
        (r"2 \cdot 3 a", r"2 \cdot 3\,a"),
        (r"0.1 \left(1 - 0.2\right)", r"0.1 \cdot \left( 1 - 0.2 \right)"),
        (r"\frac{1}{1.5\times10^{3}}", r"\frac{1}{1.5\times10^{3}}"),
        (r"1/\left(1.5\times10^{3}\right)", r"1/\left( 1.5\times10^{3} \right)"),
        (r"1/10^{3}", "1/10^{3}"),
        (r"\left(n^{\mathrm{for}}\right)^2", r"\left( n^{\mathrm{for}} \right)^{2}"),
        (r"\ln 10 + \ln\left(a b\right)", r"\ln 10 + \ln\left( a\,b \right)"),
    ] {
        assert_eq!(read(latex).latex(), written, "{latex}");
    }
}

#[test]
fn unsupported_latex_is_refused_at_its_position() {
    let refusals = [
        "",
        "a +",
        r"\frac{a}",
        r"\frac{a}{b",
        r"\left(a\right]",
        r"\left(a, b\right)",
        r"\mathrm{<b>}",
        r"\mathrm{}",
        r"\text{a}",
        r"a & b",
        r"a_",
        r"1\times10^{x}",
        r"\nut",
        "a = ",
        "a)",
        "σ",
    ]
    .map(|latex| format!("{latex:?}: {}", Formula::read(latex).expect_err("it is not in the subset")));
    insta::assert_snapshot!(refusals.join("\n"));
}

#[test]
fn formulas_as_mathml() {
    let all = [
        r"p_f = \frac{\sigma_f}{\sqrt{\sigma^2 + \sigma_f^2}}",
        r"n_{\mathrm{Ram}}^{\mathrm{back}} = -1.5\times10^{-9} \left(a - 10^{3}\right)",
        r"\log_2\bar{\varepsilon} \operatorname{erf}^{-1}\left(\Delta\lambda\right)",
        r"\sum_{i} n_{i}^{+} \cdot 2/3",
        r"\min\left(a, -1\right)",
    ];
    insta::assert_snapshot!(all.map(|latex| read(latex).mathml()).join("\n"));
    let unit = Formula(Tree::Quantity("1".to_owned(), "<b>&\"".to_owned()));
    assert_eq!(unit.mathml(), "<math><mn>1</mn><mtext>\u{a0}&lt;b&gt;&amp;&quot;</mtext></math>");
}

#[test]
fn formulas_have_values() {
    for (latex, value) in [
        (r"1 - 2 \cdot 3", -5.0),
        (r"\frac{1}{4}/2", 0.125),
        (r"-2^2", -4.0),
        (r"\left(1 + 2\right)^2", 9.0),
        (r"\sqrt{16}", 4.0),
        (r"\ln e", 1.0),
        (r"\log_2 8", 3.0),
        (r"h\left(0.5\right)", 1.0),
        (r"\max\left(1, 2\right) - \min\left(1, 2\right)", 1.0),
        (r"1 - e^{-10^{-20}}", 1e-20),
        (r"\log_2\left(1 - 10^{-20}\right) \ln 2", -1e-20),
        (r"\operatorname{erf}\left(\operatorname{erf}^{-1}\left(0.5\right)\right)", 0.5),
        (r"\sinh\left(\ln 2\right)", 0.75),
        (r"10^{0.5 \cdot 2}", 10.0),
    ] {
        let found = read(latex).0.value();
        assert!((found - value).abs() <= 1e-9 * f64::abs(value), "{latex}: {found}");
    }
    assert!(read("a + 1").0.value().is_nan());
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text in r"[-+=/^_{}(), a-z0-9.\\]{0,20}|(\\\\(frac|left\\(|right\\)|sqrt|mathrm|nu|log_2|sum_)|[a{}^_2+]){0,12}") {
        let _ = Formula::read(&text);
    }
}
