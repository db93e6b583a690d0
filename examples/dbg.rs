use wenda::*;
fn main() {
    let q = std::env::args().nth(1).unwrap();
    let s = pipeline::search(std::path::Path::new("."), &|| ()).unwrap().finder.unwrap();
    let snap = s.snapshot();
    let plan = query::plan(&q, snap.thesaurus(), snap.segmenter(), snap);
    for c in &plan.clauses { println!("{:.2}", c.weight); for w in &c.ways { println!("    {:?} {:?} {}", w.fields, w.terms, w.worth); } }
    println!("{:?} {:?}", plan.required, plan.excluded);
    println!("{:?}", query::rank(&plan, snap).iter().take(5).collect::<Vec<_>>());
}
