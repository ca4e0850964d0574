//! A file sealed by a passphrase. Argon2id derives the key (RFC 9106), and XChaCha20-Poly1305 seals the content piece
//! by piece in the STREAM construction (Hoang, Reyhanitabar, Rogaway and Vizár 2015): pieces cannot be changed, swapped
//! or left out, and the end cannot be cut off, without notice. The header is authenticated with every piece.
//!
//! Layout, integers little-endian: magic (7 bytes), version (1), memory in KiB (4), passes (4), lanes (4), salt (16),
//! nonce (19), check of the key (16); then pieces of 64 KiB, each followed by its tag of 16 bytes. The last one may be
//! shorter, or empty.

use std::{
    fmt,
    io::{self, Read, Write},
};

use argon2::{Algorithm, Argon2, Params};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305,
    aead::{
        Payload,
        stream::{DecryptorBE32, EncryptorBE32},
    },
};
use serde::{Deserialize, Serialize};

const MAGIC: &[u8; 7] = b"busbar\x1a";
/// Version of the layout that is written.
const VERSION: u8 = 1;
const HEADER: usize = SealKey::HEADER;
const CHECK: usize = 16;
const PIECE: usize = 1 << 16;
const TAG: usize = 16;

/// A passphrase. It is never shown or logged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passphrase(String);

impl Passphrase {
    /// Fewest characters of a passphrase that is chosen.
    pub const SHORTEST: usize = 8;

    /// Wraps what a person entered.
    pub const fn new(entered: String) -> Self {
        Self(entered)
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase")
    }
}

/// Cost of deriving the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyCost {
    /// Memory, KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl KeyCost {
    /// Cost of files: the second recommendation of RFC 9106 §4 with one lane, because a worker has one thread.
    pub const FILE: Self = Self { memory: 64 << 10, passes: 3, lanes: 1 };
    /// Upper limit when reading: a file must not exhaust the device.
    const MOST: Self = Self { memory: 256 << 10, passes: 16, lanes: 8 };

    const fn is_bearable(self) -> bool {
        self.memory <= Self::MOST.memory
            && self.passes <= Self::MOST.passes
            && self.lanes <= Self::MOST.lanes
    }
}

/// Random bytes of a sealed file, new for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealRandom {
    /// Salt of the key.
    pub salt: [u8; 16],
    /// Nonce of the pieces.
    pub nonce: [u8; 19],
}

/// Reason why a file cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum SealedError {
    /// Not a sealed file of Busbar.
    #[error("not a sealed file")]
    Foreign,
    /// Written by a newer version.
    #[error("sealed by a newer version ({0})")]
    Newer(u8),
    /// Another passphrase was used.
    #[error("wrong passphrase")]
    Passphrase,
    /// The file cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Header of a sealed file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Header {
    cost: KeyCost,
    random: SealRandom,
    check: [u8; CHECK],
}

impl Header {
    fn to_bytes(self) -> [u8; HEADER] {
        let mut bytes = [0; HEADER];
        let mut rest = &mut bytes[..];
        let numbers = [self.cost.memory, self.cost.passes, self.cost.lanes].map(u32::to_le_bytes);
        let parts: [&[u8]; 6] = [
            MAGIC,
            &[VERSION],
            numbers.as_flattened(),
            &self.random.salt,
            &self.random.nonce,
            &self.check,
        ];
        for part in parts {
            let (here, after) = rest.split_at_mut(part.len());
            here.copy_from_slice(part);
            rest = after;
        }
        bytes
    }

    fn read(bytes: &[u8; HEADER]) -> Result<Self, SealedError> {
        fn take<const N: usize>(bytes: &mut &[u8]) -> Result<[u8; N], SealedError> {
            let (part, rest) = bytes.split_first_chunk::<N>().ok_or(SealedError::Foreign)?;
            *bytes = rest;
            Ok(*part)
        }
        let rest = &mut &bytes[..];
        if take::<7>(rest)? != *MAGIC {
            return Err(SealedError::Foreign);
        }
        match take::<1>(rest)? {
            [VERSION] => {}
            [newer] => return Err(SealedError::Newer(newer)),
        }
        let [memory, passes, lanes] =
            [take::<4>(rest)?, take::<4>(rest)?, take::<4>(rest)?].map(u32::from_le_bytes);
        let cost = KeyCost { memory, passes, lanes };
        if !cost.is_bearable() {
            return Err(SealedError::Foreign);
        }
        let random = SealRandom { salt: take(rest)?, nonce: take(rest)? };
        Ok(Self { cost, random, check: take(rest)? })
    }
}

/// Key of a file, derived from a passphrase.
#[derive(Clone)]
pub struct SealKey {
    header: [u8; HEADER],
    nonce: [u8; 19],
    key: [u8; 32],
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealKey")
    }
}

impl SealKey {
    /// Length of a file's header, bytes.
    pub const HEADER: usize = 7 + 1 + 3 * 4 + 16 + 19 + CHECK;

    /// Derives the key of a new file.
    ///
    /// # Errors
    /// [`SealedError::Foreign`] for a cost that Argon2id does not allow.
    pub fn new(
        passphrase: &Passphrase,
        cost: KeyCost,
        random: SealRandom,
    ) -> Result<Self, SealedError> {
        let (key, check) = derive(passphrase, cost, random)?;
        let header = Header { cost, random, check }.to_bytes();
        Ok(Self { header, nonce: random.nonce, key })
    }

    /// Derives the key of a file from its header, which is read.
    ///
    /// # Errors
    /// [`SealedError`].
    pub fn of(file: &mut impl Read, passphrase: &Passphrase) -> Result<Self, SealedError> {
        let mut header = [0; HEADER];
        file.read_exact(&mut header).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => SealedError::Foreign,
            _ => error.into(),
        })?;
        let read = Header::read(&header)?;
        let (key, check) = derive(passphrase, read.cost, read.random)?;
        if check != read.check {
            return Err(SealedError::Passphrase);
        }
        Ok(Self { header, nonce: read.random.nonce, key })
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.key.into())
    }
}

/// Derives a key, and a value that tells a wrong passphrase from a damaged file.
fn derive(
    Passphrase(passphrase): &Passphrase,
    cost: KeyCost,
    random: SealRandom,
) -> Result<([u8; 32], [u8; CHECK]), SealedError> {
    let params = Params::new(cost.memory, cost.passes, cost.lanes, Some(32));
    let params = params.map_err(|_| SealedError::Foreign)?;
    let argon = Argon2::new(Algorithm::Argon2id, argon2::Version::V0x13, params);
    let mut root = [0; 32];
    argon
        .hash_password_into(passphrase.as_bytes(), &random.salt, &mut root)
        .map_err(|_| SealedError::Foreign)?;
    let mut check = [0; CHECK];
    check.copy_from_slice(&blake3::derive_key("busbar sealed file, check", &root)[..CHECK]);
    Ok((blake3::derive_key("busbar sealed file, key", &root), check))
}

/// Seals what is written to it.
pub struct SealedWriter<W> {
    out: W,
    header: [u8; HEADER],
    stream: EncryptorBE32<XChaCha20Poly1305>,
    piece: Vec<u8>,
}

impl<W: Write> SealedWriter<W> {
    /// Begins a file.
    ///
    /// # Errors
    /// Errors of the file.
    pub fn new(mut out: W, key: &SealKey) -> io::Result<Self> {
        out.write_all(&key.header)?;
        let stream = EncryptorBE32::from_aead(key.cipher(), &key.nonce.into());
        Ok(Self { out, header: key.header, stream, piece: Vec::with_capacity(PIECE) })
    }

    /// Ends the file, and returns what it was written to.
    ///
    /// # Errors
    /// Errors of the file.
    pub fn finish(mut self) -> io::Result<W> {
        let last = Payload { msg: &self.piece, aad: &self.header };
        let sealed = self.stream.encrypt_last(last).map_err(|_| too_long())?;
        self.out.write_all(&sealed)?;
        Ok(self.out)
    }
}

impl<W: Write> Write for SealedWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A full piece waits for what follows, because the last one is sealed differently.
        if self.piece.len() == PIECE {
            let piece = Payload { msg: &self.piece, aad: &self.header };
            let sealed = self.stream.encrypt_next(piece).map_err(|_| too_long())?;
            self.out.write_all(&sealed)?;
            self.piece.clear();
        }
        let taken = bytes.len().min(PIECE - self.piece.len());
        self.piece.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn too_long() -> io::Error {
    io::Error::new(io::ErrorKind::FileTooLarge, "the file is too long")
}

/// Opens what was sealed.
pub struct SealedReader<R> {
    file: R,
    header: [u8; HEADER],
    /// `None` after the last piece.
    stream: Option<DecryptorBE32<XChaCha20Poly1305>>,
    /// The sealed piece that follows.
    next: Vec<u8>,
    piece: Vec<u8>,
    at: usize,
}

impl<R: Read> SealedReader<R> {
    /// Begins to read a file after its header.
    ///
    /// # Errors
    /// Errors of the file.
    pub fn new(mut file: R, key: &SealKey) -> io::Result<Self> {
        let stream = Some(DecryptorBE32::from_aead(key.cipher(), &key.nonce.into()));
        let next = sealed_piece(&mut file)?;
        Ok(Self { file, header: key.header, stream, next, piece: Vec::new(), at: 0 })
    }

    fn open_next(&mut self) -> io::Result<()> {
        let Some(mut stream) = self.stream.take() else {
            return Ok(());
        };
        let sealed = std::mem::take(&mut self.next);
        let payload = Payload { msg: &sealed, aad: &self.header };
        let has_more = sealed.len() == PIECE + TAG && {
            self.next = sealed_piece(&mut self.file)?;
            !self.next.is_empty()
        };
        self.at = 0;
        self.piece = if has_more {
            let piece = stream.decrypt_next(payload);
            self.stream = Some(stream);
            piece
        } else {
            stream.decrypt_last(payload)
        }
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "the file is damaged"))?;
        Ok(())
    }
}

impl<R: Read> Read for SealedReader<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at == self.piece.len() {
            self.open_next()?;
        }
        let left = &self.piece[self.at.min(self.piece.len())..];
        let taken = left.len().min(into.len());
        into[..taken].copy_from_slice(&left[..taken]);
        self.at += taken;
        Ok(taken)
    }
}

/// Reads a sealed piece; shorter at the end of the file, and empty after it.
fn sealed_piece(file: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut piece = Vec::with_capacity(PIECE + TAG);
    file.take((PIECE + TAG) as u64).read_to_end(&mut piece)?;
    Ok(piece)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: KeyCost = KeyCost { memory: 8, passes: 1, lanes: 1 };
    const RANDOM: SealRandom = SealRandom { salt: [3; 16], nonce: [5; 19] };

    fn passphrase(text: &str) -> Passphrase {
        Passphrase::new(text.into())
    }

    fn sealed(content: &[u8]) -> Vec<u8> {
        let key = SealKey::new(&passphrase("正确的口令"), CHEAP, RANDOM).unwrap();
        let mut writer = SealedWriter::new(Vec::new(), &key).unwrap();
        writer.write_all(content).unwrap();
        writer.finish().unwrap()
    }

    fn opened(mut file: &[u8], entered: &str) -> Result<Vec<u8>, SealedError> {
        let key = SealKey::of(&mut file, &passphrase(entered))?;
        let mut content = Vec::new();
        SealedReader::new(file, &key)?.read_to_end(&mut content)?;
        Ok(content)
    }

    #[test]
    fn what_was_sealed_is_opened_again() {
        for length in [0, 1, 100, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7] {
            let content: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
            let file = sealed(&content);
            assert_eq!(opened(&file, "正确的口令").unwrap(), content, "{length}");
            let tags = length.div_ceil(PIECE).max(1) * TAG;
            assert_eq!(file.len(), HEADER + length + tags);
        }
    }

    #[test]
    fn another_passphrase_is_told_from_a_damaged_file() {
        let file = sealed(b"content");
        assert!(matches!(opened(&file, "错误的口令"), Err(SealedError::Passphrase)));
        assert!(matches!(opened(b"PK\x03\x04", "a"), Err(SealedError::Foreign)));
        assert!(matches!(opened(&[0; 200], "a"), Err(SealedError::Foreign)));
        let mut newer = file.clone();
        newer[7] = 9;
        assert!(matches!(opened(&newer, "正确的口令"), Err(SealedError::Newer(9))));
        // A cost that no device can bear is refused before it is spent.
        let mut costly = file;
        costly[8..12].copy_from_slice(&u32::MAX.to_le_bytes());
        assert!(matches!(opened(&costly, "正确的口令"), Err(SealedError::Foreign)));
    }

    #[test]
    fn nothing_is_changed_cut_off_or_swapped_without_notice() {
        let content = vec![7; 2 * PIECE + 9];
        let file = sealed(&content);
        for place in [HEADER, HEADER + PIECE, HEADER + PIECE + TAG + 3, file.len() - 1] {
            let mut changed = file.clone();
            changed[place] ^= 1;
            assert!(matches!(opened(&changed, "正确的口令"), Err(SealedError::Io(_))), "{place}");
        }
        for length in [HEADER, HEADER + 5, HEADER + PIECE + TAG, file.len() - 1] {
            let cut = opened(&file[..length], "正确的口令");
            assert!(matches!(cut, Err(SealedError::Io(_))), "{length}");
        }
        let (first, second) = (HEADER..HEADER + PIECE + TAG, HEADER + PIECE + TAG);
        let mut swapped = file.clone();
        swapped.copy_within(first, second);
        assert!(matches!(opened(&swapped, "正确的口令"), Err(SealedError::Io(_))));
        let longer = [&file[..], &[0]].concat();
        assert!(matches!(opened(&longer, "正确的口令"), Err(SealedError::Io(_))));
    }

    /// A file as sealed by version 1. Never edited: it must stay readable forever.
    const VERSION_1: &str = "\
        6275736261721a0108000000010000000100000003030303030303030303030303030303050505050505050505050505\
        050505050505059136b43e30f074d05a127e4a7a31dc9e3fdcc184c85392809b83e960943dfc7e6fe53d";

    #[test]
    fn a_file_of_version_1_is_opened_for_ever() {
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let file = sealed("甲".as_bytes());
        assert_eq!(hex(&file), VERSION_1);
        assert_eq!(opened(&file, "正确的口令").unwrap(), "甲".as_bytes());
    }
}
