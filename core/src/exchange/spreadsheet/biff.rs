//! Records of binary workbooks: numbers at an offset, and texts continued across records. Lengths in the file are
//! not trusted: reading past the end gives `None`.

/// Reads two bytes at an offset.
pub fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    let bytes = data.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes([bytes[0], bytes[1]]))
}

/// Reads four bytes at an offset.
pub fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    let bytes = data.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
}

/// Reads a double from the first eight bytes.
pub fn double(data: &[u8]) -> Option<f64> {
    let bytes = data.get(..8)?.try_into().ok()?;
    Some(f64::from_le_bytes(bytes))
}

/// Decodes a number packed into four bytes: the upper half of a double, or an integer, or a hundredth of either.
pub fn rk(packed: u32) -> f64 {
    let value = if packed & 2 == 2 {
        f64::from(packed.cast_signed() >> 2)
    } else {
        f64::from_bits(u64::from(packed & !3) << 32)
    };
    if packed & 1 == 1 { value / 100.0 } else { value }
}

/// Returns the error text shown by spreadsheets.
pub const fn error_name(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    }
}

/// A record of an XLS file.
#[derive(Clone, Copy, Debug)]
pub struct BiffRecord<'a> {
    /// Record type.
    pub kind: u16,
    /// Content.
    pub data: &'a [u8],
}

/// Type of a record that continues the previous one.
const CONTINUE: u16 = 0x3c;

/// Iterator over the records of a stream.
#[derive(Clone, Debug)]
pub struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    /// Starts at an offset.
    pub fn new(stream: &'a [u8], at: usize) -> Self {
        Self { rest: stream.get(at..).unwrap_or_default() }
    }

    /// Returns the records that continue the last one.
    pub fn continued(&mut self) -> Vec<&'a [u8]> {
        let mut pieces = Vec::new();
        loop {
            let before = self.rest;
            match self.next() {
                Some(record) if record.kind == CONTINUE => pieces.push(record.data),
                _ => {
                    self.rest = before;
                    return pieces;
                }
            }
        }
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = BiffRecord<'a>;

    fn next(&mut self) -> Option<BiffRecord<'a>> {
        let kind = u16_at(self.rest, 0)?;
        let length = usize::from(u16_at(self.rest, 2)?);
        let data = self.rest.get(4..4 + length)?;
        self.rest = &self.rest[4 + length..];
        Some(BiffRecord { kind, data })
    }
}

/// Reader for texts continued across records.
pub struct Pieces<'a> {
    here: &'a [u8],
    later: std::vec::IntoIter<&'a [u8]>,
}

impl<'a> Pieces<'a> {
    /// Starts with the pieces in order.
    pub fn new(first: &'a [u8], later: Vec<&'a [u8]>) -> Self {
        Self { here: first, later: later.into_iter() }
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        while self.here.is_empty() {
            self.here = self.later.next()?;
        }
        let (taken, rest) = self.here.split_at_checked(count)?;
        self.here = rest;
        Some(taken)
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            while self.here.is_empty() {
                self.here = self.later.next()?;
            }
            let taken = count.min(self.here.len());
            self.here = &self.here[taken..];
            count -= taken;
        }
        Some(())
    }

    /// Returns the next text, without formatting and phonetics; `None` at the end.
    pub fn string(&mut self) -> Option<String> {
        let head = self.take(3)?;
        let mut length = usize::from(u16_at(head, 0)?);
        let flags = head[2];
        let runs = if flags & 8 != 0 { usize::from(u16_at(self.take(2)?, 0)?) } else { 0 };
        let spoken = if flags & 4 != 0 { u32_at(self.take(4)?, 0)? as usize } else { 0 };
        let mut is_wide = flags & 1 == 1;
        let mut units: Vec<u16> = Vec::new();
        while length > 0 {
            if self.here.is_empty() {
                // A continuation states its character width again.
                self.here = self.later.next()?;
                is_wide = self.take(1)?[0] & 1 == 1;
            }
            let size = if is_wide { 2 } else { 1 };
            let count = length.min(self.here.len() / size);
            if count == 0 {
                return None;
            }
            let bytes = self.take(count * size)?;
            if is_wide {
                units.extend(
                    bytes.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]])),
                );
            } else {
                units.extend(bytes.iter().map(|byte| u16::from(*byte)));
            }
            length -= count;
        }
        // If a part cannot be skipped, the rest cannot be read.
        let passed = self.skip(runs * 4).and_then(|()| self.skip(spoken));
        if passed.is_none() {
            self.here = &[];
        }
        Some(String::from_utf16_lossy(&units))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_numbers() {
        for (packed, expected) in [
            (0x3ff0_0000, 1.0),
            (0x3ff0_0001, 0.01),
            (0x004c_f062, 1_260_568.0),
            (0x004c_f063, 12_605.68),
            (0xffff_fffe, -1.0),
        ] {
            assert_eq!(rk(packed), expected, "{packed:x}");
        }
    }

    #[test]
    fn texts_run_on_over_records() {
        // 户 wide; then 号A cannot be narrow, so the second piece is wide again, and the third narrow.
        let first = [4, 0, 1, 0x37, 0x62];
        let second = [1, 0xf7, 0x53];
        let third = [0, b'A', b'1', 2, 0, 8, 1, 0, b'o', b'k'];
        let fourth = [9, 9, 9, 9, 1, 0, 0, b'x'];
        let mut pieces = Pieces::new(&first, vec![&second, &third, &fourth]);
        let all: Vec<String> = std::iter::from_fn(|| pieces.string()).collect();
        assert_eq!(all, ["户号A1", "ok", "x"]);
    }

    #[test]
    fn a_cut_record_ends_them() {
        let stream = [0x0a, 0, 1, 0, 7, 0x0a, 0, 200, 0];
        assert_eq!(Records::new(&stream, 0).count(), 1);
        assert_eq!(Records::new(&stream, 900).count(), 0);
    }
}
