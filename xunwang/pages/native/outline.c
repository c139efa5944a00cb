/* One pass over a parsed page: what every reader of xunwang/pages asks of the tree, as a flat buffer.
 *
 * A plain shared library, loaded by ctypes: it needs no header of Python or of the parser. The tree is lexbor's,
 * inside selectolax; it is walked by the accessor functions that selectolax's own library exports, found at run
 * time. Nothing here writes outside of the caller's buffer: when it is too small, the call says so and is repeated.
 *
 * The same is written in Python in outline.py and lines.py, which is what runs where there is no compiler; tests
 * hold both to the same results.
 */

#define _GNU_SOURCE /* memmem, memrchr */

#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define EXPORT __attribute__((visibility("default")))

enum { ELEMENT = 1, TEXT = 3, CDATA = 4, COMMENT = 8 };
enum { MOST_HEAD = 300, MOST_LINKS = 5000, MOST_SOURCES = 200, MOST_CHARS = 800 };
enum { MOST_TEXT = 400000, MOST_LINES = 20000 };
enum { TOO_SMALL = -1, ODD = -2 };

typedef void Node;
typedef unsigned char byte;
typedef struct { const byte *data; size_t length; } Slice;

static Node *(*first_child)(Node *), *(*next_of)(Node *), *(*parent_of)(Node *);
static int (*type_of)(Node *);
static uintptr_t (*tag_of)(Node *);
static void *(*first_attribute)(Node *), *(*next_attribute)(void *);
static void *(*id_attribute)(Node *), *(*class_attribute)(Node *);
static const byte *(*attribute_name)(void *, size_t *), *(*attribute_value)(void *, size_t *);
static uintptr_t (*tag_by_name)(void *, const byte *, size_t);
static void (*unlink_node)(Node *);
static size_t text_place;

enum Tag {
    A, IMG, IFRAME, FRAME, OPTION, AREA, VIDEO, AUDIO, EMBED, META, TITLE, BASE, SCRIPT, STYLE, NOSCRIPT, TEMPLATE,
    OBJECT, CANVAS, XMP, NOEMBED, NOFRAMES, PLAINTEXT, TD, TH, BR, HR, P, DIV, TR, LI, H1, H2, H3, H4, H5, H6, TABLE,
    SECTION, ARTICLE, DL, DT, DD, UL, OL, BLOCKQUOTE, CENTER, FORM, FIGURE, TAGS
};
static const char *const NAMES[TAGS] = {
    "a", "img", "iframe", "frame", "option", "area", "video", "audio", "embed", "meta", "title", "base", "script",
    "style", "noscript", "template", "object", "canvas", "xmp", "noembed", "noframes", "plaintext", "td", "th", "br",
    "hr", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "section", "article", "dl", "dt", "dd",
    "ul", "ol", "blockquote", "center", "form", "figure"
};
enum { IDS = 1024 };
static byte tag_at[IDS]; /* the parser's number of a tag -> our number + 1 */

/* -- binding -------------------------------------------------------------------------------------------------- */

static int find(void *library, const char *name, void *place) {
    void *found = dlsym(library, name);
    memcpy(place, &found, sizeof found);
    return found != NULL;
}

/* Where a text node keeps its (pointer, length): looked for in one whose text is known. */
static size_t find_text(const Node *node, const char *text, size_t length) {
    for (size_t place = sizeof(void *); place <= 20 * sizeof(void *); place += sizeof(void *)) {
        const byte *data;
        size_t size;
        memcpy(&size, (const byte *)node + place + sizeof data, sizeof size);
        if (size != length) continue;
        memcpy(&data, (const byte *)node + place, sizeof data);
        if (data != NULL && memcmp(data, text, length) == 0) return place;
    }
    return 0;
}

/* Bind to the parser's library, by a text node of a page parsed for the purpose. 0 when all was found. */
EXPORT int xw_bind(const char *path, const Node *node, const char *text, size_t length) {
    void *library = dlopen(path, RTLD_NOW | RTLD_NOLOAD);
    if (library == NULL) return 1;
    int found = find(library, "lxb_dom_node_first_child_noi", &first_child)
        && find(library, "lxb_dom_node_next_noi", &next_of)
        && find(library, "lxb_dom_node_parent_noi", &parent_of)
        && find(library, "lxb_dom_node_type_noi", &type_of)
        && find(library, "lxb_dom_node_tag_id_noi", &tag_of)
        && find(library, "lxb_dom_element_first_attribute_noi", &first_attribute)
        && find(library, "lxb_dom_element_next_attribute_noi", &next_attribute)
        && find(library, "lxb_dom_element_id_attribute_noi", &id_attribute)
        && find(library, "lxb_dom_element_class_attribute_noi", &class_attribute)
        && find(library, "lxb_dom_attr_qualified_name", &attribute_name)
        && find(library, "lxb_dom_attr_value_noi", &attribute_value)
        && find(library, "lxb_tag_id_by_name_noi", &tag_by_name)
        && find(library, "lxb_dom_node_remove", &unlink_node);
    if (!found) return 2;
    for (int tag = 0; tag < TAGS; tag++) {
        uintptr_t id = tag_by_name(NULL, (const byte *)NAMES[tag], strlen(NAMES[tag]));
        if (id == 0 || id >= IDS) return 3;
        tag_at[id] = (byte)(tag + 1);
    }
    text_place = find_text(node, text, length);
    return text_place == 0 ? 4 : 0;
}

/* -- the buffer ----------------------------------------------------------------------------------------------- */

typedef struct { byte *start, *at, *end; int full, odd; } Buffer;

static void put(Buffer *out, const byte *data, size_t length) {
    if (length > (size_t)(out->end - out->at)) {
        out->full = 1;
        return;
    }
    if (length) memcpy(out->at, data, length);
    out->at += length;
}

static void put_byte(Buffer *out, byte value) {
    if (out->at == out->end) out->full = 1;
    else *out->at++ = value;
}

/* A field, ended by a zero byte. Parsed pages hold none; one that does is left to Python. */
static void put_field(Buffer *out, Slice field) {
    if (field.length && memchr(field.data, 0, field.length) != NULL) out->odd = 1;
    put(out, field.data, field.length);
    put_byte(out, 0);
}

/* -- the tree ------------------------------------------------------------------------------------------------- */

static int known_tag(Node *node) {
    uintptr_t id = tag_of(node);
    return id < IDS ? tag_at[id] - 1 : -1;
}

static Slice text_of(Node *node) {
    Slice text;
    memcpy(&text.data, (byte *)node + text_place, sizeof text.data);
    memcpy(&text.length, (byte *)node + text_place + sizeof text.data, sizeof text.length);
    if (text.data == NULL) text.length = 0;
    return text;
}

/* Value of an attribute by its whole name; empty where there is none. */
static Slice value_of(Node *node, const char *name) {
    size_t wanted = strlen(name), length = 0;
    for (void *at = first_attribute(node); at != NULL; at = next_attribute(at)) {
        const byte *found = attribute_name(at, &length);
        if (found == NULL || length != wanted || memcmp(found, name, wanted) != 0) continue;
        Slice value = {NULL, 0};
        value.data = attribute_value(at, &value.length);
        if (value.data == NULL) value.length = 0;
        return value;
    }
    return (Slice){NULL, 0};
}

/* The next node in document order within ``top``; ``skip`` leaves out what is below ``node``. */
static Node *step(Node *node, const Node *top, int skip) {
    Node *next = skip ? NULL : first_child(node);
    if (next != NULL) return next;
    while (node != top && node != NULL) {
        if ((next = next_of(node)) != NULL) return next;
        node = parent_of(node);
    }
    return NULL;
}

/* -- white space as Python's str.strip sees it ---------------------------------------------------------------- */

/* Bytes of the white space at the beginning of the text; 0 when there is none. */
static size_t space_at(const byte *text, size_t length) {
    byte first = text[0];
    if (first < 0x80) return first == ' ' || (first >= 9 && first <= 13) || (first >= 0x1c && first <= 0x1f);
    if (first == 0xc2 && length > 1) return text[1] == 0x85 || text[1] == 0xa0 ? 2 : 0;
    if (length < 3) return 0;
    if (first == 0xe1) return text[1] == 0x9a && text[2] == 0x80 ? 3 : 0;
    if (first == 0xe3) return text[1] == 0x80 && text[2] == 0x80 ? 3 : 0;
    if (first != 0xe2) return 0;
    if (text[1] == 0x80 && (text[2] <= 0x8a || text[2] == 0xa8 || text[2] == 0xa9 || text[2] == 0xaf)) return 3;
    return text[1] == 0x81 && text[2] == 0x9f ? 3 : 0;
}

static size_t space_before(const byte *start, const byte *end) {
    byte last = end[-1];
    if (last < 0x80) return space_at(end - 1, 1);
    if (end - start >= 2 && end[-2] == 0xc2) return space_at(end - 2, 2);
    if (end - start >= 3 && end[-3] >= 0xe1) return space_at(end - 3, 3);
    return 0;
}

static Slice strip(Slice text) {
    const byte *start = text.data, *end = text.data + text.length;
    size_t width;
    while (start < end && (width = space_at(start, (size_t)(end - start))) != 0) start += width;
    while (start < end && (width = space_before(start, end)) != 0) end -= width;
    return (Slice){start, (size_t)(end - start)};
}

/* -- the outline ---------------------------------------------------------------------------------------------- */

/* Parts of the buffer, in this order. */
enum Part { LINES, HEAD, HREFS, TEXTS, CODES, OTHERS, SOURCES, PARTS };

typedef struct {
    int32_t ends[PARTS];
    int32_t in_head;   /* how many of the head's entries stand in the head */
    int32_t long_text; /* the lines are cut; Python reads them again */
    int32_t editors;   /* one bit for each name of EDITORS that an id or class may be */
    int32_t edited;    /* how many elements may have one */
} Outline;

static void put_head(Buffer *out, Node *node, int tag) {
    put_byte(out, (byte)(tag == META ? 'm' : tag == TITLE ? 't' : 'b'));
    put_byte(out, 0);
    if (tag == BASE) {
        put_field(out, value_of(node, "href"));
    } else if (tag == TITLE) {
        for (Node *at = step(node, node, 0); at != NULL; at = step(at, node, 0)) {
            if (type_of(at) == TEXT) {
                Slice text = text_of(at);
                if (text.length && memchr(text.data, 0, text.length) != NULL) out->odd = 1;
                put(out, text.data, text.length);
            }
        }
        put_byte(out, 0);
    } else {
        Slice name = value_of(node, "name");
        put_field(out, name.length ? name : value_of(node, "property"));
        put_field(out, value_of(node, "content"));
        put_field(out, value_of(node, "http-equiv"));
        return;
    }
    put_byte(out, 0);
    put_byte(out, 0);
}

/* Text below a node, at most MOST_CHARS characters; a field of its own. Returns whether it is more than blank. */
static int put_text(Buffer *out, Node *top) {
    byte *start = out->at;
    size_t chars = 0;
    for (Node *at = step(top, top, 0); at != NULL && chars < MOST_CHARS; at = step(at, top, 0)) {
        if (type_of(at) != TEXT) continue;
        Slice text = text_of(at);
        size_t end = 0;
        while (end < text.length && chars < MOST_CHARS) {
            if (text.data[end] == 0) out->odd = 1;
            end++;
            while (end < text.length && (text.data[end] & 0xc0) == 0x80) end++;
            chars++;
        }
        put(out, text.data, end);
    }
    if (strip((Slice){start, (size_t)(out->at - start)}).length == 0) {
        out->at = start;
        return 0;
    }
    put_byte(out, 0);
    return 1;
}

/* What a link shows: the beginning of its text, else its title, else the alt of its picture. */
static void put_shown(Buffer *out, Node *node) {
    if (put_text(out, node)) return;
    Slice title = value_of(node, "title");
    for (Node *at = step(node, node, 0); at != NULL && title.length == 0; at = step(at, node, 0)) {
        if (known_tag(at) == IMG) {
            title = value_of(at, "alt");
            break;
        }
    }
    put_field(out, title);
}

static int begins(Slice text, const char *start) {
    size_t length = strlen(start);
    return text.length >= length && memcmp(text.data, start, length) == 0;
}

static void put_other(Buffer *out, Node *node, int tag) {
    Slice value = value_of(node, tag == AREA ? "href" : tag == OPTION ? "value" : "src");
    if (value.length == 0 || begins(value, "data:")) return;
    if (tag == OPTION && !begins(value, "http:") && !begins(value, "https:") && !begins(value, "/")) return;
    put_field(out, (Slice){(const byte *)NAMES[tag], strlen(NAMES[tag])});
    put_field(out, value);
    if (tag != OPTION) {
        Slice text = value_of(node, "alt");
        put_field(out, text.length ? text : value_of(node, "title"));
    } else if (!put_text(out, node)) {
        put_byte(out, 0);
    }
}

static void put_lines(Buffer *out, Slice text, size_t *seen, size_t *count) {
    *seen += text.length + 1;
    const byte *at = text.data, *end = text.data + text.length;
    while (at < end) {
        const byte *stop = memchr(at, '\n', (size_t)(end - at));
        if (stop == NULL) stop = end;
        Slice line = strip((Slice){at, (size_t)(stop - at)});
        if (line.length) {
            put(out, line.data, line.length);
            put_byte(out, '\n');
        }
        ++*count;
        at = stop + 1;
    }
}

static int is_unseen(int tag) { return tag >= SCRIPT && tag <= TEMPLATE; }

/* Ids and classes that editors give to the block of an article's text; ids stand first. */
static const char *const EDITORS[] = {
    "zoom", "ucap-content", "js_content", "vsb_content", "trs_editor", "trs_editor_view", "trs_ueditor", "vsbcontent",
    "pages_content"
};
enum { EDITOR_IDS = 4, EDITOR_NAMES = 9 };

static byte lower(byte letter) { return letter >= 'A' && letter <= 'Z' ? (byte)(letter + 32) : letter; }

static int32_t editors_named(void *attribute, int first, int end) {
    size_t length = 0;
    const byte *value = attribute != NULL ? attribute_value(attribute, &length) : NULL;
    int32_t found = 0;
    for (size_t at = 0; value != NULL && at < length;) {
        size_t stop = at;
        while (stop < length && value[stop] > ' ') stop++;
        for (int name = first; name < end && stop - at >= 4; name++) {
            size_t same = 0;
            while (at + same < stop && lower(value[at + same]) == (byte)EDITORS[name][same]) same++;
            if (at + same == stop && EDITORS[name][same] == 0) found |= 1 << name;
        }
        at = stop + 1;
    }
    return found;
}

typedef struct { Node *node; int tag, in_head; } Found;
enum { MOST_FOUND = 16384 };

/* All elements that the parts are made of, in order; the lines are written on the way. -1 where there are too many. */
static int collect(Node *root, Node *head, Node *body, Buffer *out, Found *found, Outline *told) {
    size_t seen = 0, lines = 0;
    int count = 0, in_head = 0, in_body = 0;
    const Node *hidden = NULL;
    Node *node = root;
    while (node != NULL) {
        int type = type_of(node), tag = -1;
        if (type == ELEMENT) {
            tag = known_tag(node);
            if (tag >= A && tag <= SCRIPT) {
                if (count == MOST_FOUND) return -1;
                found[count++] = (Found){node, tag, in_head};
            }
            if (is_unseen(tag) && hidden == NULL) hidden = node;
            if (node == head) in_head = 1;
            if (node == body) in_body = 1;
            void *attribute = class_attribute(node);
            int32_t editors = attribute != NULL ? editors_named(attribute, EDITOR_IDS, EDITOR_NAMES) : 0;
            if ((attribute = id_attribute(node)) != NULL) editors |= editors_named(attribute, 0, EDITOR_IDS);
            told->editors |= editors;
            told->edited += editors != 0;
        } else if (type == TEXT) {
            if (in_body && hidden == NULL) put_lines(out, text_of(node), &seen, &lines);
        } else if (type == CDATA) {
            return -1;
        }
        Node *next = first_child(node);
        while (next == NULL) {
            if (node == hidden) hidden = NULL;
            if (node == head) in_head = 0;
            if (node == body) in_body = 0;
            if (node == root) break;
            if ((next = next_of(node)) == NULL) node = parent_of(node);
        }
        node = next;
    }
    told->long_text = seen > MOST_TEXT || lines > MOST_LINES;
    return count;
}

static void put_part(Buffer *out, int part, const Found *one) {
    switch (part) {
    case HEAD: put_head(out, one->node, one->tag); return;
    case HREFS: put_field(out, value_of(one->node, "href")); return;
    case TEXTS: put_shown(out, one->node); return;
    case CODES: put_field(out, value_of(one->node, "onclick")); return;
    case OTHERS: put_other(out, one->node, one->tag); return;
    default: put_field(out, value_of(one->node, "src"));
    }
}

static int belongs(int part, int tag) {
    switch (part) {
    case HEAD: return tag == META || tag == TITLE || tag == BASE;
    case OTHERS: return tag >= IMG && tag <= EMBED;
    case SOURCES: return tag == SCRIPT || tag == IFRAME || tag == FRAME;
    default: return tag == A;
    }
}

EXPORT int xw_outline(Node *root, Node *head, Node *body, byte *buffer, size_t size, Outline *told) {
    static const int most[PARTS] = {0, MOST_HEAD, MOST_LINKS, MOST_LINKS, MOST_LINKS, MOST_LINKS, MOST_SOURCES};
    Buffer out = {buffer, buffer, buffer + size, 0, 0};
    Found found[MOST_FOUND];
    memset(told, 0, sizeof *told);
    int count = collect(root, head, body, &out, found, told);
    if (count < 0) return ODD;
    told->ends[LINES] = (int32_t)(out.at - out.start);
    for (int part = HEAD; part < PARTS; part++) {
        int left = most[part];
        for (int at = 0; at < count && left > 0; at++) {
            if (!belongs(part, found[at].tag)) continue;
            put_part(&out, part, &found[at]);
            told->in_head += part == HEAD && found[at].in_head;
            left--;
        }
        told->ends[part] = (int32_t)(out.at - out.start);
    }
    return out.full ? TOO_SMALL : out.odd ? ODD : 0;
}

/* Take scripts, styles and what else is not text of the page out of the tree. */
EXPORT void xw_drop(Node *root) {
    Node *node = root;
    while (node != NULL) {
        int unseen = type_of(node) == ELEMENT && is_unseen(known_tag(node));
        Node *next = step(node, root, unseen);
        if (unseen) unlink_node(node);
        node = next;
    }
}

/* -- the bytes of a page -------------------------------------------------------------------------------------- */

static const char *const WORDS[] = {"<textarea", "referrer"};
enum { WORDS_ASKED = 2 };

typedef struct {
    int32_t chars;
    int32_t tags;  /* signs "<" */
    int32_t words; /* one bit for each of WORDS that stands in the page */
} Survey;

/* Bytes of the sign of UTF-8 at the beginning of the text, by Python's strict rules; 0 where it is none. */
static size_t sign_at(const byte *text, size_t length) {
    byte first = text[0], low = 0x80, high = 0xbf;
    size_t width = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    if (width > length || width < 2) return width > length ? 0 : width;
    if (first == 0xe0) low = 0xa0;
    else if (first == 0xed) high = 0x9f;
    else if (first == 0xf0) low = 0x90;
    else if (first == 0xf4) high = 0x8f;
    if (text[1] < low || text[1] > high) return 0;
    for (size_t at = 2; at < width; at++) {
        if ((text[at] & 0xc0) != 0x80) return 0;
    }
    return width;
}

/* Counts of a page that is sound UTF-8 without zero bytes and replacement characters; ODD for any other. */
EXPORT int xw_survey(const byte *body, size_t size, Survey *told) {
    const uint64_t ones = 0x0101010101010101, tops = ones << 7, rest = tops - ones;
    const byte *at = body, *end = body + size;
    size_t chars = 0, tags = 0;
    while (at < end) {
        uint64_t eight;
        if (end - at >= 8 && (memcpy(&eight, at, 8), (eight & tops) == 0)) { /* eight signs of ASCII at once */
            if (((eight + rest) & tops) != tops) return ODD;
            uint64_t others = ((eight ^ '<' * ones) + rest) & tops;
            tags += 8 - (((others >> 7) * ones) >> 56);
            chars += 8;
            at += 8;
            continue;
        }
        size_t width = sign_at(at, (size_t)(end - at));
        if (width == 0 || *at == 0 || (width == 3 && memcmp(at, "\xef\xbf\xbd", 3) == 0)) return ODD;
        tags += *at == '<';
        chars++;
        at += width;
    }
    if (chars > INT32_MAX) return ODD;
    *told = (Survey){(int32_t)chars, (int32_t)tags, 0};
    for (int word = 0; word < WORDS_ASKED; word++) {
        told->words |= (memmem(body, size, WORDS[word], strlen(WORDS[word])) != NULL) << word;
    }
    return 0;
}

/* -- measures of a block -------------------------------------------------------------------------------------- */

enum { LONGEST_END = 2900 };

/* Characters of the text below a node, counted up to ``most``. */
EXPORT int xw_chars(Node *top, int32_t most) {
    int32_t chars = 0;
    for (Node *at = step(top, top, 0); at != NULL && chars < most; at = step(at, top, 0)) {
        int type = type_of(at);
        if (type == CDATA) return ODD;
        if (type != TEXT) continue;
        Slice text = text_of(at);
        for (size_t place = 0; place < text.length; place++) chars += (text.data[place] & 0xc0) != 0x80;
    }
    return chars < most ? chars : most;
}

/* The last line of text below a node that is not blank, trimmed; the pieces of text count as lines of their own. */
EXPORT int xw_last_line(Node *top, byte *buffer, size_t size, int32_t *length) {
    Buffer out = {buffer, buffer, buffer + size, 0, 0};
    Slice last = {NULL, 0};
    size_t behind = 0;
    for (Node *at = step(top, top, 0); at != NULL; at = step(at, top, 0)) {
        int type = type_of(at);
        if (type == CDATA) return ODD;
        if (type != TEXT) continue;
        Slice text = text_of(at), plain = text.length ? strip(text) : text;
        behind += text.length + 1;
        if (plain.length == 0) continue;
        last = plain;
        behind = (size_t)(text.data + text.length - plain.data - plain.length);
    }
    if (last.length) {
        const byte *start = memrchr(last.data, '\n', last.length);
        if (start != NULL) last = (Slice){start + 1, (size_t)(last.data + last.length - start - 1)};
        last = strip(last);
        if (memchr(last.data, 0, last.length) != NULL) return ODD;
    }
    if (behind + last.length > LONGEST_END) return ODD; /* Python looks at the end of the text only */
    put(&out, last.data, last.length);
    *length = (int32_t)(out.at - out.start);
    return out.full ? TOO_SMALL : 0;
}

/* -- the text of a block -------------------------------------------------------------------------------------- */

typedef struct {
    int32_t media; /* one bit for each of picture, audio, video and its like, chart */
    int32_t marks; /* something in the block speaks of .mp or echarts */
} Block;

static int is_block(int tag) { return tag >= BR && tag <= FIGURE; }
static int is_raw(int tag) { return tag == IFRAME || (tag >= XMP && tag <= PLAINTEXT); }

static int speaks_of_media(Slice text) {
    if (text.length < 3) return 0;
    const byte *at = text.data, *end = text.data + text.length;
    for (; (at = memchr(at, '.', (size_t)(end - at))) != NULL; at++) {
        if (end - at >= 3 && at[1] == 'm' && at[2] == 'p') return 1;
    }
    for (at = text.data; (at = memchr(at, 'h', (size_t)(end - at))) != NULL; at++) {
        if (at - text.data >= 2 && end - at >= 5 && memcmp(at - 2, "echarts", 7) == 0) return 1;
    }
    return 0;
}

/* Blanks that are joined: those of ASCII but the line feed, no-break, ideographic and zero-width ones. */
static size_t blank_at(const byte *text, size_t length) {
    byte first = text[0];
    if (first < 0x80) return first == ' ' || (first >= 9 && first <= 13);
    if (first == 0xc2) return length > 1 && text[1] == 0xa0 ? 2 : 0;
    if (length < 3) return 0;
    if (first == 0xe3) return text[1] == 0x80 && text[2] == 0x80 ? 3 : 0;
    if (first == 0xe2) return text[1] == 0x80 && text[2] == 0x8b ? 3 : 0;
    return first == 0xef && text[1] == 0xbb && text[2] == 0xbf ? 3 : 0;
}

/* First bytes of blanks. */
static const byte may_be_blank[256] = {
    [9] = 1, [10] = 1, [11] = 1, [12] = 1, [13] = 1, [' '] = 1, [0xc2] = 1, [0xe2] = 1, [0xe3] = 1, [0xef] = 1
};

static void end_line(Buffer *out, byte **line) {
    Slice text = strip((Slice){*line, (size_t)(out->at - *line)});
    memmove(*line, text.data, text.length);
    out->at = *line + text.length;
    if (text.length) put_byte(out, '\n');
    *line = out->at;
}

static void put_joined(Buffer *out, Slice text, const byte *line) {
    for (size_t at = 0; at < text.length;) {
        size_t width = blank_at(text.data + at, text.length - at);
        if (width) {
            at += width;
            if (out->at > line && out->at[-1] != ' ') put_byte(out, ' ');
            continue;
        }
        size_t end = at + 1;
        while (end < text.length && (!may_be_blank[text.data[end]] || blank_at(text.data + end, text.length - end) == 0)) end++;
        put(out, text.data + at, end - at);
        at = end;
    }
}

/* What a tag says of pictures, sound and charts. */
static void note_media(Node *node, int tag, Block *told) {
    static const struct { int tag, bit; } forms[] = {
        {IMG, 1}, {AUDIO, 2}, {VIDEO, 4}, {EMBED, 8}, {OBJECT, 16}, {CANVAS, 32},
    };
    for (size_t at = 0; at < sizeof forms / sizeof *forms; at++) told->media |= tag == forms[at].tag ? forms[at].bit : 0;
    size_t length = 0;
    for (void *at = first_attribute(node); at != NULL; at = next_attribute(at)) {
        const byte *text = attribute_name(at, &length);
        if (text != NULL) told->marks |= speaks_of_media((Slice){text, length});
        text = attribute_value(at, &length);
        if (text != NULL) told->marks |= speaks_of_media((Slice){text, length});
    }
}

/* Text of a block, one line a paragraph, row or item, and what forms of presentation it holds. */
EXPORT int xw_text(Node *top, byte *buffer, size_t size, Block *told, int32_t *length) {
    Buffer out = {buffer, buffer, buffer + size, 0, 0};
    byte *line = buffer;
    Node *node = top;
    memset(told, 0, sizeof *told);
    while (node != NULL && !out.full) {
        int type = type_of(node), tag = type == ELEMENT ? known_tag(node) : -1;
        Slice text = type == TEXT || type == COMMENT ? text_of(node) : (Slice){NULL, 0};
        if (text.length) told->marks |= speaks_of_media(text);
        if (type == TEXT) {
            if (text.length && memchr(text.data, 0, text.length) != NULL) return ODD;
            put_joined(&out, text, line);
        } else if (type == ELEMENT) {
            if (is_raw(tag) && first_child(node) != NULL) return ODD;
            if (tag_of(node) >= IDS) told->marks |= 2; /* no tag of HTML: it may be named so itself */
            note_media(node, tag, told);
            if (is_block(tag)) end_line(&out, &line);
        } else if (type != COMMENT) {
            return ODD;
        }
        Node *next = first_child(node);
        while (next == NULL) {
            tag = type_of(node) == ELEMENT ? known_tag(node) : -1;
            if (is_block(tag)) end_line(&out, &line);
            else if ((tag == TD || tag == TH) && out.at > line && out.at[-1] != ' ') put_byte(&out, ' ');
            if (node == top) break;
            if ((next = next_of(node)) == NULL) node = parent_of(node);
        }
        node = next;
    }
    end_line(&out, &line);
    if (out.at > out.start && out.at[-1] == '\n') out.at--;
    *length = (int32_t)(out.at - out.start);
    return out.full ? TOO_SMALL : 0;
}
