//! The number of waiting requests on the program's icon in the task bar or the dock.

use tauri::WebviewWindow;

/// Shows the number, or no badge for 0.
#[cfg(not(windows))]
pub(crate) fn show(window: &WebviewWindow, count: u32) -> tauri::Result<()> {
    window.set_badge_count((count > 0).then(|| i64::from(count)))
}

/// Windows cannot show a number on an icon, so an overlay icon is drawn.
#[cfg(windows)]
pub(crate) fn show(window: &WebviewWindow, count: u32) -> tauri::Result<()> {
    let image = draw(count).map(|pixels| tauri::image::Image::new_owned(pixels, SIDE, SIDE));
    window.set_overlay_icon(image)
}

#[cfg(any(windows, test))]
const SIDE: u32 = 16;

/// The digits and «+», each as five rows of three pixels, from the top.
#[cfg(any(windows, test))]
const GLYPHS: [[u8; 5]; 11] = [
    [0b111, 0b101, 0b101, 0b101, 0b111],
    [0b010, 0b110, 0b010, 0b010, 0b111],
    [0b111, 0b001, 0b111, 0b100, 0b111],
    [0b111, 0b001, 0b111, 0b001, 0b111],
    [0b101, 0b101, 0b111, 0b001, 0b001],
    [0b111, 0b100, 0b111, 0b001, 0b111],
    [0b111, 0b100, 0b111, 0b101, 0b111],
    [0b111, 0b001, 0b010, 0b010, 0b010],
    [0b111, 0b101, 0b111, 0b101, 0b111],
    [0b111, 0b101, 0b111, 0b001, 0b111],
    [0b000, 0b010, 0b111, 0b010, 0b000],
];

/// A red disc of 16 by 16 pixels with the number in white, as RGBA; «9+» above nine.
#[cfg(any(windows, test))]
fn draw(count: u32) -> Option<Vec<u8>> {
    let glyphs: &[usize] = match count {
        0 => return None,
        1..=9 => &[count as usize],
        _ => &[9, 10],
    };
    let width = glyphs.len() * 4 - 1;
    let (left, top) = ((SIDE as usize - width) / 2, 6);
    let is_white = |x: usize, y: usize| {
        let (Some(x), Some(y)) = (x.checked_sub(left), y.checked_sub(top)) else { return false };
        let row = glyphs.get(x / 4).and_then(|glyph| GLYPHS[*glyph].get(y));
        x % 4 < 3 && row.is_some_and(|row| row >> (2 - x % 4) & 1 == 1)
    };
    let is_disc = |x: usize, y: usize| {
        let (dx, dy) = (2 * x as i32 - 15, 2 * y as i32 - 15);
        dx * dx + dy * dy <= 16 * 16
    };
    let pixel = |(x, y): (usize, usize)| match (is_white(x, y), is_disc(x, y)) {
        (true, _) => [255, 255, 255, 255],
        (false, true) => [179, 18, 38, 255],
        (false, false) => [0, 0, 0, 0],
    };
    let side = 0..SIDE as usize;
    Some(side.clone().flat_map(|y| side.clone().map(move |x| (x, y))).flat_map(pixel).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The picture with `#` for the number, `·` for the disc.
    fn picture(count: u32) -> String {
        let pixels = draw(count).expect("a picture");
        let signs: Vec<char> = pixels
            .chunks(4)
            .map(|pixel| match pixel {
                [255, ..] => '#',
                [0, ..] => ' ',
                _ => '·',
            })
            .collect();
        signs.chunks(SIDE as usize).map(|row| row.iter().collect::<String>() + "\n").collect()
    }

    #[test]
    fn nobody_waiting_is_no_badge() {
        assert_eq!(draw(0), None);
    }

    #[test]
    fn the_number_is_drawn_up_to_nine() {
        assert_eq!(picture(7).matches('#').count(), 7);
        assert_eq!(picture(8).matches('#').count(), 13);
        assert_eq!(picture(10), picture(250));
        assert_ne!(picture(9), picture(10));
    }
}
