// The map's own words, and which language they start in.
export const WORDS = {
  ja: {
    map: "クラスタの地図", hint: "矢印キーで移動、＋と−で拡大・縮小、0で全体を表示します。",
    search: "問い合わせを検索", hits: (n, at) => (n ? `${n.toLocaleString("ja")}件中 ${at || "–"}件目` : "該当なし"),
    previous: "前の該当へ", next: "次の該当へ", clusters: "クラスタ一覧", filter: "クラスタを絞り込む",
    noise: "未分類を表示", dark: "暗い配色", language: "English", size: (n) => `${n.toLocaleString("ja")}件`,
    unassigned: "未分類", zoomIn: "拡大する", zoomOut: "縮小する", whole: "全体を表示する",
    counts: (c) => `問い合わせ ${c.points.toLocaleString("ja")}件・クラスタ ${c.clusters.toLocaleString("ja")}個・未分類 ${c.noise.toLocaleString("ja")}件`,
    empty: "まだ地図がありません。問い合わせを取り込み、クラスタリングを実行すると、ここに表示されます。",
    none: "あてはまるクラスタがありません。", row: (n) => `${n + 1}行目`,
  },
  en: {
    map: "Map of clusters", hint: "Arrow keys move, + and − zoom, 0 shows everything.",
    search: "Search inquiries", hits: (n, at) => (n ? `${at || "–"} of ${n.toLocaleString("en")}` : "No hits"),
    previous: "Previous hit", next: "Next hit", clusters: "Clusters", filter: "Filter clusters",
    noise: "Show unassigned", dark: "Dark", language: "日本語", size: (n) => n.toLocaleString("en"),
    unassigned: "Unassigned", zoomIn: "Zoom in", zoomOut: "Zoom out", whole: "Show everything",
    counts: (c) => `${c.points.toLocaleString("en")} inquiries · ${c.clusters.toLocaleString("en")} clusters · ${c.noise.toLocaleString("en")} unassigned`,
    empty: "There is no map yet. Import inquiries and run the clustering; they will be shown here.",
    none: "No cluster matches.", row: (n) => `Row ${n + 1}`,
  },
};

export function firstLanguage() {
  return (navigator.language || "ja").toLowerCase().startsWith("en") ? "en" : "ja";
}
