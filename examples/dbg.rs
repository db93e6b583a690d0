use std::collections::BTreeMap;
use wenda::*;
fn main() {
    let s = pipeline::search(std::path::Path::new("."), &|| ()).unwrap().finder.unwrap();
    let mut sums: BTreeMap<String, (f32, u32)> = BTreeMap::new();
    let verbose = std::env::args().nth(1).is_some();
    for line in std::fs::read_to_string("/tmp/work/queries.tsv").unwrap().lines() {
        let f: Vec<&str> = line.split('\t').collect();
        let (set, kind, q, rel) = (f[0], f[1], f[2], f[3].split(',').collect::<Vec<_>>());
        let r = s.find(q, None, 10).unwrap();
        let mut rank = 0;
        let mut n = 0;
        for h in &r.hits {
            if set == "own" && h.kind != index::DocumentKind::Article {
                continue;
            }
            n += 1;
            let ok = if set == "own" {
                rel.contains(&h.id.as_str())
            } else {
                h.sources.len() <= 6 && h.sources.iter().any(|x| rel.contains(&x.as_str()))
            };
            if ok && rank == 0 {
                rank = n;
            }
        }
        let v = if rank > 0 { 1.0 / rank as f32 } else { 0.0 };
        if verbose && rank != 1 {
            println!("{rank} {set} {q} {rel:?} {:?}", r.hits.iter().take(3).map(|h| h.id.clone()).collect::<Vec<_>>());
        }
        for k in [format!("{set}/{kind}"), format!("{set}/all"), "all".to_owned()] {
            let e = sums.entry(k).or_default();
            e.0 += v;
            e.1 += 1;
        }
    }
    println!("{}", sums.iter().map(|(k, (s, n))| format!("{k} {:.3}", s / *n as f32)).collect::<Vec<_>>().join("  "));
}
