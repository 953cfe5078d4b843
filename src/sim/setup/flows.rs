//! Proportional fitting: flows that meet every seller's output and every buyer's use, as near as may be to what is known.

/// Distance from every seller's output, as a share, that is not worth another round.
const FITTED: f64 = 1e-12;

/// Fits `flow` (sellers × buyers, filled with the prior) to `rows` and `columns` by turns (RAS). Columns are met exactly at
/// the end wherever a buyer has any seller; sums must be about equal.
pub fn fit(flow: &mut [f64], rows: &[f64], columns: &[f64], rounds: usize) {
    let n = columns.len();
    for _ in 0..rounds {
        let mut furthest = 0.0_f64;
        for (row, wanted) in flow.chunks_exact_mut(n).zip(rows) {
            let sum: f64 = row.iter().sum();
            if sum > 0.0 {
                let factor = wanted / sum;
                furthest = furthest.max((factor - 1.0).abs());
                row.iter_mut().for_each(|x| *x *= factor);
            }
        }
        meet_columns(flow, columns);
        if furthest < FITTED {
            break;
        }
    }
}

fn meet_columns(flow: &mut [f64], columns: &[f64]) {
    let n = columns.len();
    let mut sums = vec![0.0; n];
    for row in flow.chunks_exact(n) {
        sums.iter_mut().zip(row).for_each(|(s, x)| *s += x);
    }
    for row in flow.chunks_exact_mut(n) {
        for ((x, sum), wanted) in row.iter_mut().zip(&sums).zip(columns) {
            if *sum > 0.0 {
                *x *= wanted / sum;
            }
        }
    }
}

/// Shares out `total` over plants by weight, none above its limit; what is left over when all are full is returned.
#[must_use]
pub fn share_out(total: f64, weights: &[f64], limits: &[f64], out: &mut [f64]) -> f64 {
    out.fill(0.0);
    let mut left = total;
    for _ in 0..50 {
        let open: f64 =
            weights.iter().zip(limits).zip(out.iter()).filter(|((_, l), o)| **o < **l * (1.0 - 1e-12)).map(|((w, _), _)| w).sum();
        if left <= total.abs() * 1e-13 || open <= 0.0 {
            break;
        }
        let mut given = 0.0;
        for ((weight, limit), x) in weights.iter().zip(limits).zip(out.iter_mut()) {
            if *x < limit * (1.0 - 1e-12) {
                let more = (left * weight / open).min(limit - *x);
                *x += more;
                given += more;
            }
        }
        left -= given;
        if given <= 0.0 {
            break;
        }
    }
    left.max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fitted_flows_meet_both_sides() {
        let mut flow = vec![1.0, 0.2, 0.5, 1.0, 0.0, 2.0];
        fit(&mut flow, &[45.0, 55.0], &[20.0, 30.0, 50.0], 300);
        let row: f64 = flow[..3].iter().sum();
        let column: f64 = flow[0] + flow[3];
        assert!((row - 45.0).abs() < 1e-6 && (column - 20.0).abs() < 1e-9);
        assert_eq!(flow[4], 0.0);
    }

    #[test]
    fn sharing_out_respects_limits() {
        let mut out = [0.0; 3];
        let left = share_out(10.0, &[1.0, 1.0, 2.0], &[1.0, 100.0, 4.0], &mut out);
        assert_eq!(left, 0.0);
        assert!((out[0] - 1.0).abs() < 1e-9 && out[2] <= 4.0 && (out.iter().sum::<f64>() - 10.0).abs() < 1e-9);
        assert!((share_out(10.0, &[1.0], &[4.0], &mut out[..1]) - 6.0).abs() < 1e-9);
    }
}
