//! How numbers are written for people, in reports, tables and sentences alike. What programs read is written by `reports::render`
//! (CSV, JSON) and `orders::print`, to the last digit.

/// A number by itself, with as many digits as matter at its size: `0.354`, `7.5`, `120`, `4,300`.
#[must_use]
pub fn number(value: f64) -> String {
    let text = fixed(value, decimals(value));
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// Points as they are read: to a tenth, whole numbers without decimals.
#[must_use]
pub fn tenths(value: f64) -> String {
    number((10.0 * value).round() / 10.0)
}

/// A number with so many decimals, as columns want it, and commas between thousands.
#[must_use]
pub fn fixed(value: f64, decimals: usize) -> String {
    let plain = format!("{:.decimals$}", value.abs());
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut text = String::new();
    if value < 0.0 && plain.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        text.push('−');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if !part.is_empty() {
        text.push('.');
        text.push_str(part);
    }
    text
}

/// Decimals with which a number of this size is read well: about three or four digits in all.
#[must_use]
pub fn decimals(size: f64) -> usize {
    match size.abs() {
        s if s >= 1000.0 => 0,
        s if s >= 10.0 => 1,
        s if s >= 1.0 => 2,
        s if s >= 0.1 => 3,
        s if s > 0.0 => 4,
        _ => 0,
    }
}

/// A share as per cent: `25 %`.
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{} %", number((share * 1000.0).round() / 10.0))
}

/// Million US$: `$350 M`, `$4.2 bn`.
#[must_use]
pub fn money(musd: f64) -> String {
    let sign = if musd < 0.0 { "−" } else { "" };
    let size = musd.abs();
    if size < 1e-9 {
        return "$0".to_owned();
    }
    if size >= 1000.0 { format!("{sign}${} bn", number((size / 100.0).round() / 10.0)) } else { format!("{sign}${} M", number(size)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        let ledger = [
            (0.25, "0.25"),
            (7.5, "7.5"),
            (100.0, "100"),
            (4300.0, "4,300"),
            (1_234_567.0, "1,234,567"),
            (-3.0, "−3"),
            (0.0, "0"),
            (0.001, "0.001"),
            (0.000_01, "0"),
            (12.34, "12.3"),
            (-0.354_4, "−0.354"),
        ];
        for (value, text) in ledger {
            assert_eq!(number(value), text);
        }
        assert_eq!((fixed(-0.001, 2), fixed(1234.5, 1), fixed(999.96, 1)), ("0.00".into(), "1,234.5".into(), "1,000.0".into()));
        assert_eq!(
            (percent(0.25), percent(0.125), money(350.0), money(-4200.0)),
            ("25 %".into(), "12.5 %".into(), "$350 M".into(), "−$4.2 bn".into())
        );
    }
}
