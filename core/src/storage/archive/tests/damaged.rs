//! Truncated, damaged, incomplete and foreign files.

use super::*;

#[test]
fn what_is_damaged_or_cut_is_named_and_nothing_is_written() {
    block_on(async {
        let bytes = archived(&small().await.1).await;
        for length in 0..bytes.len() {
            let (store, refused) = restored(&bytes[..length], 9).await;
            let expected = if length < 4 { ArchiveError::Foreign } else { ArchiveError::Cut };
            assert_eq!(refused, Err(expected), "{length}");
            assert_eq!(store.head().await, Ok(0));
        }
        let parts = opened(&bytes).unwrap().manifest().parts.clone();
        for place in 0..bytes.len() {
            let mut wrong = bytes.clone();
            wrong[place] ^= 0x10;
            let (store, result) = restored(&wrong, 9).await;
            // A ZIP stores some of its metadata twice; damage to the unused copy is harmless.
            match result {
                Ok(_) => assert_eq!(archived(&tablet(&store, 3).await).await, bytes),
                Err(_) => assert!(rows(&store).await.iter().all(|(_, rows)| rows.is_empty())),
            }
        }
        assert!(parts.len() >= 6);
        let foreign = [
            (b"%PDF-1.4 something else".as_slice(), ArchiveError::Foreign),
            (b"".as_slice(), ArchiveError::Foreign),
        ];
        for (file, error) in foreign {
            assert_eq!(restored(file, 9).await.1, Err(error));
        }
    });
}

/// Rewrites a ZIP with one entry removed, or with other content in one.
fn rewritten(bytes: &[u8], name: &str, content: Option<&[u8]>) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..archive.len() {
        let mut entry = archive.by_index(place).unwrap();
        let entry_name = entry.name().unwrap().into_owned();
        let mut read = Vec::new();
        std::io::Read::read_to_end(&mut entry, &mut read).unwrap();
        if entry_name == name {
            match content {
                Some(content) => read = content.to_vec(),
                None => continue,
            }
        }
        let options = zip::write::SimpleFileOptions::default();
        out.start_file(entry_name, options).unwrap();
        std::io::Write::write_all(&mut out, &read).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn a_part_that_is_missing_or_another_is_named() {
    block_on(async {
        let bytes = archived(&small().await.1).await;
        for part in opened(&bytes).unwrap().manifest().parts.clone() {
            let missing = rewritten(&bytes, &part.name, None);
            let (_, result) = restored(&missing, 9).await;
            assert_eq!(result, Err(ArchiveError::Missing(part.name.clone())));
            let other = rewritten(&bytes, &part.name, Some(b"{}\n"));
            let (store, result) = restored(&other, 9).await;
            let line = (part.name == CHANGES).then_some(1);
            assert_eq!(result, Err(ArchiveError::Damaged { part: part.name, line }));
            assert_eq!(store.head().await, Ok(0));
        }
        let newer =
            rewritten(&bytes, MANIFEST, Some(br#"{"format":"busbar-archive","version":2}"#));
        assert_eq!(restored(&newer, 9).await.1, Err(ArchiveError::Newer(2)));
        let foreign = rewritten(&bytes, MANIFEST, Some(br#"{"format":"other","version":1}"#));
        assert_eq!(restored(&foreign, 9).await.1, Err(ArchiveError::Foreign));
        assert_eq!(
            restored(&rewritten(&bytes, MANIFEST, None), 9).await.1,
            Err(ArchiveError::Foreign)
        );
    });
}
