//! How the columns of a table share its width.

/// What a column would like and needs, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wish {
    /// The width of its widest cell on one line.
    pub natural: f32,
    /// The width of its longest word.
    pub least: f32,
    /// Whether it takes the width that nobody needs: text does, figures do not.
    pub grows: bool,
}

/// Steps in which the common width is found: after these it is exact to a thousandth of a point.
const STEPS: usize = 32;

/// Widths that fill `room`. Where all wishes fit, the growing columns share the rest. Where they do not, each column
/// keeps its longest word, and the widest give way first, so that dates and amounts stay whole while text wraps.
/// Where even the words do not fit, each is cut in proportion.
pub fn share(wishes: &[Wish], room: f32) -> Vec<f32> {
    let natural: f32 = wishes.iter().map(|wish| wish.natural).sum();
    if natural <= room {
        return grown(wishes, room - natural);
    }
    // A single endless word must not starve the other columns, and one of figures may take more than its share.
    let fair = room / wishes.len().max(1) as f32;
    let least: Vec<f32> =
        wishes.iter().map(|wish| wish.least.min(if wish.grows { fair } else { fair * 1.5 })).collect();
    let needed: f32 = least.iter().sum();
    if needed >= room {
        return least.iter().map(|least| room * least / needed).collect();
    }
    let at = |level: f32| -> Vec<f32> {
        wishes.iter().zip(&least).map(|(wish, least)| level.min(wish.natural).max(*least)).collect()
    };
    let (mut low, mut high) = (0.0, room);
    for _ in 0..STEPS {
        let middle = (low + high) / 2.0;
        if at(middle).iter().sum::<f32>() > room {
            high = middle;
        } else {
            low = middle;
        }
    }
    at(low)
}

fn grown(wishes: &[Wish], extra: f32) -> Vec<f32> {
    let growing = wishes.iter().filter(|wish| wish.grows).count();
    let sharing = if growing == 0 { wishes.len() } else { growing };
    let each = extra / sharing.max(1) as f32;
    let grows = |wish: &Wish| growing == 0 || wish.grows;
    wishes.iter().map(|wish| wish.natural + if grows(wish) { each } else { 0.0 }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(natural: f32, least: f32, grows: bool) -> Wish {
        Wish { natural, least, grows }
    }

    #[test]
    fn text_takes_the_width_that_figures_leave() {
        assert_eq!(share(&[wish(50.0, 20.0, true), wish(40.0, 40.0, false)], 200.0), [160.0, 40.0]);
        assert_eq!(share(&[wish(50.0, 20.0, false), wish(50.0, 40.0, false)], 200.0), [100.0, 100.0]);
    }

    #[test]
    fn figures_keep_their_width_while_text_wraps() {
        let widths =
            share(&[wish(50.0, 20.0, true), wish(500.0, 40.0, true), wish(60.0, 60.0, false)], 200.0);
        let rounded: Vec<i32> = widths.iter().map(|width| width.round() as i32).collect();
        assert_eq!(rounded, [50, 90, 60]);
    }

    #[test]
    fn the_widths_fill_the_room_whatever_is_wished() {
        let hostile = [wish(1e6, 1e6, true), wish(0.0, 0.0, true), wish(1e6, 1e6, false)];
        let widths = share(&hostile, 300.0);
        assert!((widths.iter().sum::<f32>() - 300.0).abs() < 0.1, "{widths:?}");
        assert!(share(&[], 300.0).is_empty());
    }
}
