#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make the sample documents of the end-to-end tests: `python3 make.py [folder]`.

Needs reportlab (requirements.txt) and Debian's fonts-nanum. The same inputs give the same bytes, so
the salts beside the documents stay valid as long as sample.json, this file, reportlab and the font
stay as they are. Whoever changes one of them makes all PDFs anew and commits them.
"""

import json
import os
import pathlib
import sys

from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    Flowable,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

HERE = pathlib.Path(__file__).resolve().parent
FONTS = pathlib.Path("/usr/share/fonts/truetype/nanum")
FORM = json.loads((HERE.parent / "lib" / "form82.json").read_text(encoding="utf-8"))
SAMPLE = json.loads((HERE / "sample.json").read_text(encoding="utf-8"))

rl_config.invariant = 1
pdfmetrics.registerFont(TTFont("Nanum", FONTS / "NanumGothic.ttf"))
pdfmetrics.registerFont(TTFont("NanumBold", FONTS / "NanumGothicBold.ttf"))
pdfmetrics.registerFontFamily("Nanum", normal="Nanum", bold="NanumBold", italic="Nanum", boldItalic="NanumBold")

WIDTH = A4[0] - 28 * mm
GREY = colors.Color(0.91, 0.91, 0.91)
LINE = 0.4
RED = colors.Color(0.78, 0.1, 0.1)


def text(content, size=7, align=TA_LEFT, leading=None, bold=False, color=colors.black):
    style = ParagraphStyle(
        "cell", fontName="NanumBold" if bold else "Nanum", fontSize=size, leading=leading or size * 1.32,
        alignment=align, textColor=color, splitLongWords=1,
    )
    return Paragraph(content, style)


def head(content, size=7):
    return text(content, size, TA_CENTER, bold=False)


def check(label, on):
    # Two no-break spaces between the brackets of an empty box keep all boxes alike in width.
    mark = "√" if on else "\u00a0\u00a0"
    return f"[{mark}]\u00a0{label.replace(' ', chr(0xa0))}"


def choice(options, chosen, gap="\u00a0\u00a0"):
    chosen = chosen if isinstance(chosen, (list, tuple, set)) else [chosen]
    return f"{gap} ".join(check(option, option in chosen) for option in options)


def grid(rows, widths, spans=(), shade=(), heights=None, pad=1.6, extra=(), outer=0.9):
    table = Table(rows, colWidths=[width * WIDTH / sum(widths) for width in widths], rowHeights=heights)
    table.setStyle(TableStyle([
        ("GRID", (0, 0), (-1, -1), LINE, colors.black),
        ("BOX", (0, 0), (-1, -1), outer, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), 3), ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ("TOPPADDING", (0, 0), (-1, -1), pad), ("BOTTOMPADDING", (0, 0), (-1, -1), pad + 0.4),
        *[("SPAN", a, b) for a, b in spans],
        *[("BACKGROUND", a, b, GREY) for a, b in shade],
        *extra,
    ]))
    return table


class Seal(Flowable):
    """A signature line: role, name and a red seal over the printed 인."""

    def __init__(self, role, name, seal=None, size=8):
        super().__init__()
        self.role, self.name, self.seal, self.size = role, name, seal or name, size
        self.width, self.height = WIDTH, 22

    def wrap(self, *_):
        return self.width, self.height

    def draw(self):
        canvas = self.canv
        canvas.setFont("Nanum", self.size)
        right = self.width - 12
        canvas.setFillColor(colors.black)
        canvas.drawRightString(right, 7, "(서명 또는 인)")
        canvas.drawRightString(right - 82, 7, self.name)
        canvas.drawRightString(right - 210, 7, self.role)
        draw_seal(canvas, right - 4, 10, self.seal + "인", 10)


def draw_seal(canvas, x, y, letters, radius, square=False):
    """A seal with its letters in columns from right to left."""
    canvas.saveState()
    canvas.setStrokeColor(RED)
    canvas.setFillColor(RED)
    canvas.setLineWidth(1)
    if square:
        canvas.rect(x - radius, y - radius, 2 * radius, 2 * radius)
    else:
        canvas.circle(x, y, radius)
    columns = 2 if len(letters) <= 4 else 3
    per = -(-len(letters) // columns)
    size = (1.72 if square else 1.36) * radius / max(columns, per)
    canvas.setFont("NanumBold", size)
    for index, letter in enumerate(letters):
        column, row = divmod(index, per)
        canvas.drawCentredString(
            x + (columns - 1 - 2 * column) * size * 0.52, y + (per - 1 - 2 * row) * size * 0.52 - size * 0.36, letter,
        )
    canvas.restoreState()


class CarDrawing(Flowable):
    """The two numbered outlines of form 82: outer panels and frame, with the inspector's marks."""

    # number: (x, y) on a car seen from above, nose to the left, body 200 x 84.
    OUTER = {1: [(38, 42)], 2: [(40, 10), (40, 74)], 3: [(88, 6), (118, 6), (88, 78), (118, 78)], 4: [(176, 42)],
             5: [(10, 42)], 6: [(158, 10), (158, 74)], 7: [(112, 42)], 8: [(103, -6), (103, 90)]}
    FRAME = {9: [(9, 42)], 10: [(24, 42)], 11: [(34, 8), (34, 76)], 12: [(50, 26), (50, 58)], 13: [(44, -1), (158, -1)],
             14: [(76, 14), (112, 14), (140, 14)], 15: [(70, 42)], 16: [(108, 42)], 17: [(166, 42)], 18: [(190, 42)],
             19: [(145, 42)]}
    MARKS = {("FrontFender", "Left"): (1, 40, 10), ("Door", "FrontLeft"): (1, 88, 6)}

    def __init__(self, panels):
        super().__init__()
        self.panels = panels
        self.width, self.height = WIDTH - 8, 122

    def wrap(self, *_):
        return self.width, self.height

    def body(self, canvas):
        canvas.setLineWidth(0.6)
        path = canvas.beginPath()
        path.moveTo(14, 2)
        path.curveTo(2, 12, 2, 72, 14, 82)
        path.curveTo(50, 88, 150, 88, 188, 82)
        path.curveTo(198, 70, 198, 14, 188, 2)
        path.curveTo(150, -4, 50, -4, 14, 2)
        path.close()
        canvas.drawPath(path)
        for x in (30, 146):
            for y in (-6, 86):
                canvas.roundRect(x, y, 24, 5, 2)

    def draw(self):
        canvas = self.canv
        half = self.width / 2
        for index, (title, parts) in enumerate((("외판 부위", self.OUTER), ("주요 골격", self.FRAME))):
            canvas.saveState()
            canvas.translate(index * half + (half - 200) / 2, 20)
            canvas.setStrokeColor(colors.Color(0.25, 0.25, 0.25))
            self.body(canvas)
            canvas.setLineWidth(0.4)
            if index == 0:
                for x1, y1, x2, y2 in ((62, -2, 62, 86), (62, 20, 150, 20), (62, 64, 150, 64), (104, -3, 104, 20),
                                       (104, 64, 104, 87), (150, -2, 150, 86), (18, 18, 62, 18), (18, 66, 62, 66),
                                       (18, 6, 18, 78), (150, 18, 193, 18), (150, 66, 193, 66)):
                    canvas.line(x1, y1, x2, y2)
                canvas.roundRect(84, 24, 50, 36, 5)
            else:
                canvas.setDash(2, 1.4)
                for x1, y1, x2, y2 in ((16, 4, 16, 80), (32, 18, 32, 66), (32, 20, 62, 20), (32, 64, 62, 64),
                                       (62, 4, 62, 80), (80, 4, 80, 80), (136, 4, 136, 80), (155, 8, 155, 76),
                                       (180, 6, 180, 78), (80, 20, 136, 20), (80, 64, 136, 64)):
                    canvas.line(x1, y1, x2, y2)
                canvas.setDash()
            for number, places in parts.items():
                for x, y in places:
                    canvas.setFillColor(colors.white)
                    canvas.circle(x, y, 4.6, stroke=1, fill=1)
                    canvas.setFillColor(colors.black)
                    canvas.setFont("Nanum", 5.4)
                    canvas.drawCentredString(x, y - 2, str(number))
            canvas.setFont("Nanum", 6.5)
            canvas.drawCentredString(100, -17, title)
            for panel, position, marks in self.panels:
                where = self.MARKS[(panel, position)]
                if where[0] == index + 1:
                    canvas.setFillColor(RED)
                    canvas.setFont("NanumBold", 10)
                    canvas.drawCentredString(where[1] + 11, where[2] - 3.6, marks)
            canvas.restoreState()
        canvas.setFont("Nanum", 6)
        canvas.drawString(2, 62, "← 전면")


class Photo(Flowable):
    """Stands for the photograph of the inspection: a drawn car with its plate."""

    def __init__(self, plate, rear, width, height=96):
        super().__init__()
        self.plate, self.rear, self.width, self.height = plate, rear, width, height

    def wrap(self, *_):
        return self.width, self.height

    def draw(self):
        canvas = self.canv
        canvas.setFillColor(colors.Color(0.84, 0.88, 0.92))
        canvas.rect(0, 0, self.width, self.height, stroke=0, fill=1)
        canvas.setFillColor(colors.Color(0.66, 0.66, 0.66))
        canvas.rect(0, 0, self.width, 18, stroke=0, fill=1)
        middle = self.width / 2
        canvas.setFillColor(colors.Color(0.2, 0.2, 0.2))
        for x in (-47, 31):
            canvas.roundRect(middle + x, 8, 16, 18, 4, stroke=0, fill=1)
        canvas.setFillColor(colors.Color(0.97, 0.97, 0.97))
        canvas.setStrokeColor(colors.Color(0.3, 0.3, 0.3))
        canvas.setLineWidth(0.7)
        canvas.roundRect(middle - 50, 15, 100, 30, 8, stroke=1, fill=1)
        path = canvas.beginPath()
        path.moveTo(middle - 42, 45)
        path.curveTo(middle - 30, 70, middle - 28, 70, middle, 70)
        path.curveTo(middle + 28, 70, middle + 30, 70, middle + 42, 45)
        path.close()
        canvas.drawPath(path, fill=1)
        canvas.setFillColor(colors.Color(0.45, 0.53, 0.6))
        path = canvas.beginPath()
        path.moveTo(middle - 35, 46)
        path.curveTo(middle - 26, 65, middle - 22, 66, middle, 66)
        path.curveTo(middle + 22, 66, middle + 26, 65, middle + 35, 46)
        path.close()
        canvas.drawPath(path, fill=1)
        canvas.setFillColor(RED if self.rear else colors.Color(1, 0.96, 0.75))
        for x in (-47, 31):
            canvas.roundRect(middle + x, 34, 16, 7, 3, stroke=1, fill=1)
        canvas.setFillColor(colors.white)
        canvas.rect(middle - 21, 20, 42, 9, stroke=1, fill=1)
        canvas.setFillColor(colors.black)
        canvas.setFont("NanumBold", 7)
        canvas.drawCentredString(middle, 22, self.plate)


def bar(title, note=""):
    content = f"<b>{title}</b>" + (f" <font size='6'>{note}</font>" if note else "")
    return grid([[text(content, 8)]], [1], shade=[((0, 0), (0, 0))], pad=2)


def form_title(reference, title, subtitle="", page=""):
    rows = [Table([[text(reference, 6.5), text(page, 6.5, TA_RIGHT)]], colWidths=[WIDTH * 0.8, WIDTH * 0.2],
                  style=[("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                         ("BOTTOMPADDING", (0, 0), (-1, -1), 1)])]
    if title:
        rows += [Spacer(1, 2), text(title, 15, TA_CENTER, bold=True), Spacer(1, 1)]
    if subtitle:
        rows.append(text(subtitle, 8.5, TA_CENTER))
    rows.append(Spacer(1, 5))
    return rows


def inspection_record(sale):
    car, form, workshop = sale["car"], sale["form"], sale["workshop"]
    story = form_title("■ 자동차관리법 시행규칙 [별지 제82호서식]", "중고자동차성능ㆍ상태점검기록부",
                       check("자동차가격조사ㆍ산정 선택", False), "(4쪽 중 제1쪽)")
    story.append(text(f"제 {sale['recordNumber']} 호", 7.5, TA_RIGHT))
    story.append(Spacer(1, 3))
    story.append(bar("자동차 기본정보", "(가격산정 기준가격은 매수인이 자동차가격조사ㆍ산정을 원하는 경우에만 적습니다)"))
    story.append(grid([
        [head("① 차명"), text(f"{car['name']} (세부모델: {car['model']})"), "", head("② 자동차등록번호"), text(car["plate"])],
        [head("③ 연식"), text(f"{car['year']}년"), "", head("④ 검사유효기간"), text(car["inspectionValidity"])],
        [head("⑤ 최초등록일"), text(car["firstRegistered"]), "", head("⑥ 변속기종류"),
         text(choice(["자동", "수동", "세미오토", "무단변속기", "기타(  )"], "무단변속기"), 6.6)],
        [head("⑦ 차대번호"), text(car["vin"], 8), "", head("⑨ 원동기형식"), text(car["engine"])],
        [head("⑧ 사용연료"), text(choice(["가솔린", "디젤", "LPG", "하이브리드", "전기", "수소전기", "기타"], car["fuel"])), "", "", ""],
        [head("⑩ 보증유형"), text(choice(["자가보증", "보험사보증"], "보험사보증" if form["warranty"] == "Insurer" else "자가보증")), "",
         head("가격산정 기준가격"), text(f"{car['basePrice']} 만원", align=TA_RIGHT)],
    ], [13, 26, 8, 15, 38],
        spans=[((1, r), (2, r)) for r in (0, 1, 2, 3, 5)] + [((1, 4), (4, 4))],
        shade=[((0, 0), (0, -1)), ((3, 0), (3, 3)), ((3, 5), (3, 5))], pad=3.2))
    story.append(Spacer(1, 4))

    def state(labels, chosen):
        return text(choice(list(labels.values()), labels[chosen]))

    emissions = form["emissions"]
    used = form["useChange"] != "None"
    special = form["specialHistory"]
    story.append(bar("자동차 종합상태", "(색상, 주요옵션, 가격조사ㆍ산정액 및 특기사항은 매수인이 자동차가격조사ㆍ산정을 원하는 경우에만 적습니다)"))
    story.append(grid([
        [head("⑪ 사용이력"), head("상태"), head("항목 / 해당부품"), head("가격조사ㆍ산정액 및 특기사항")],
        [head("주행거리 및<br/>계기상태"), state({"Good": "양호", "Bad": "불량"}, form["meterState"]),
         text(f"현재 주행거리 [ <b>{car['km']:,}</b> km ]"), text("만원", align=TA_RIGHT)],
        ["", state({"Many": "많음", "Normal": "보통", "Few": "적음"}, form["usageLevel"]), text("주행거리 상태"), text("만원", align=TA_RIGHT)],
        [head("차대번호 표기"), state({"Good": "양호", "Corroded": "부식", "Damaged": "훼손(오손)", "Different": "상이",
                                  "Altered": "변조(변타)", "Erased": "도말"}, form["vinMarking"]), "", text("만원", align=TA_RIGHT)],
        [head("배출가스"), text(choice(["일산화탄소", "탄화수소", "매연"], ["일산화탄소", "탄화수소"])),
         text(f"{emissions['carbonMonoxide'] / 100:.2f} %,\u00a0\u00a0\u00a0 {emissions['hydrocarbons']} ppm,\u00a0\u00a0\u00a0 "
              + (f"{emissions['smoke']} %" if emissions["smoke"] else "－ %")), text("만원", align=TA_RIGHT)],
        [head("튜닝"), text(choice(["없음", "있음"], "없음" if form["tuning"] == "None" else "있음")),
         text(choice(["적법", "불법"], {"Lawful": "적법", "Unlawful": "불법"}.get(form["tuning"], "")) + "\u00a0\u00a0\u00a0 " + choice(["구조", "장치"], "")),
         text("만원", align=TA_RIGHT)],
        [head("특별이력"), text(choice(["없음", "있음"], "없음" if special == "None" else "있음")),
         text(choice(["침수", "화재"], {"Flood": ["침수"], "Fire": ["화재"], "FloodAndFire": ["침수", "화재"]}.get(special, []))),
         text("만원", align=TA_RIGHT)],
        [head("용도변경"), text(choice(["없음", "있음"], "있음" if used else "없음")),
         text(choice(["렌트", "리스", "영업용"], {"Rental": "렌트", "Lease": "리스", "Business": "영업용"}.get(form["useChange"], ""))),
         text("만원", align=TA_RIGHT)],
        [head("색상"), text(choice(["무채색", "유채색"], "무채색") + "\u00a0\u00a0\u00a0 (크리미 화이트)"), text(choice(["전체도색", "색상변경"], "")),
         text("만원", align=TA_RIGHT)],
        [head("주요옵션"), text(choice(["없음", "있음"], "있음")), text(choice(["썬루프", "네비게이션", "기타"], ["썬루프", "네비게이션"])),
         text("만원", align=TA_RIGHT)],
        [head("리콜대상"), text(choice(["해당없음", "해당"], "해당없음" if form["recall"] == "NotApplicable" else "해당")),
         text("리콜이행\u00a0\u00a0\u00a0 " + choice(["이행", "미이행"], {"Done": "이행", "Pending": "미이행"}.get(form["recall"], ""))), ""],
    ], [14, 34, 32, 20], spans=[((0, 1), (0, 2)), ((1, 3), (2, 3))], shade=[((0, 0), (0, -1)), ((0, 0), (-1, 0))], pad=3))
    story.append(Spacer(1, 4))

    story.append(bar("사고ㆍ교환ㆍ수리 등 이력", "(가격조사ㆍ산정액 및 특기사항은 매수인이 자동차가격조사ㆍ산정을 원하는 경우에만 적습니다)"))
    legend = ", ".join(f"<b>{mark}</b> ({label})" for mark, (_, label) in FORM["codes"].items())
    story.append(grid([
        [text(f"※ 상태표시 부호 : {legend}<br/>※ 하단 항목은 승용차 기준이며, 기타 자동차는 승용차에 준하여 표시", 6.6)],
        [CarDrawing(form["panels"])],
    ], [1], pad=2.2))
    marked = {panel: marks for panel, _, marks in form["panels"]}

    def panel_row(rank, title):
        listed = [check(f"{panel['number']}. {panel['ko']}", panel["panel"] in marked)
                  + (f"\u00a0<b>{marked[panel['panel']]}</b>" if panel["panel"] in marked else "")
                  for panel in FORM["panels"] if panel["rank"] == rank]
        if rank.endswith("B랭크"):
            listed = [entry + "\u00a0(" + " ".join(check(p, False) for p in "ABC") + ")" if "필러" in entry else entry for entry in listed]
        return [head(title), text("\u00a0\u00a0 ".join(listed))]

    outer = sum(1 for panel, *_ in form["panels"])
    story.append(grid([
        [head("⑫ 사고이력<br/><font size='5.6'>(유의사항 4 참조)</font>"), text(choice(["없음", "있음"], "없음")), head("단순수리"),
         text(choice(["없음", "있음"], "있음" if outer else "없음")), text("가격조사ㆍ산정액 및 특기사항", 6.6, TA_CENTER)],
    ], [14, 24, 12, 24, 26], shade=[((0, 0), (0, 0)), ((2, 0), (2, 0)), ((4, 0), (4, 0))], pad=2.4))
    story.append(grid([
        [head("⑬ 교환,판금 등 이상 부위"), "", "", text("만원", align=TA_RIGHT)],
        [head("외판<br/>부위"), *panel_row("외판 1랭크", "1랭크"), text("좌측 프론트펜더 교환(X)<br/>운전석 앞 도어 판금(W)", 6.6)],
        ["", *panel_row("외판 2랭크", "2랭크"), ""],
        [head("주요<br/>골격"), *panel_row("주요골격 A랭크", "A랭크"), ""],
        ["", *panel_row("주요골격 B랭크", "B랭크"), ""],
        ["", *panel_row("주요골격 C랭크", "C랭크"), ""],
    ], [7, 7, 60, 26], spans=[((0, 0), (2, 0)), ((0, 1), (0, 2)), ((0, 3), (0, 5)), ((3, 1), (3, 5))],
        shade=[((0, 0), (2, 0)), ((0, 1), (1, -1))], pad=3))
    story.append(PageBreak())

    story += form_title("", "", page="(4쪽 중 제2쪽)")
    story.append(bar("자동차 세부상태", "(가격조사ㆍ산정액 및 특기사항은 매수인이 자동차가격조사ㆍ산정을 원하는 경우에만 적습니다)"))
    rows = [[head("⑭ 주요장치"), head("항목 / 해당부품"), "", head("상태"), head("가격조사ㆍ산정액 및 특기사항")]]
    spans, shade = [((1, 0), (2, 0))], [((0, 0), (-1, 0))]
    notes = {"engineOilHead": "실린더 헤드 개스킷 부위 미세누유, 주행 지장 없음", "electricBlower": "실내송풍 모터 소음, 교체 권장"}
    items = FORM["items"]
    for index, item in enumerate(items):
        row = index + 1
        labels = [label for _, label in FORM["scales"][item["scale"]].values()]
        current = form["details"][item["key"]]
        chosen = FORM["scales"][item["scale"]].get(current, [None, ""])[1]
        rows.append([head(item["group"].replace("고전원 전기장치", "고전원<br/>전기장치")), text(item["item"]), text(item["part"]),
                     text(choice(labels, chosen)), text(notes.get(item["key"], ""), 6.4)])
        if not item["part"]:
            spans.append(((1, row), (2, row)))
    for column, field in ((0, ("group",)), (1, ("group", "item"))):
        start = 0
        for index in range(1, len(items) + 1):
            same = index < len(items) and all(items[index][name] == items[start][name] for name in field)
            if not same or (column == 1 and not items[index]["part"]):
                if index - start > 1 and (column == 0 or items[start]["part"]):
                    spans.append(((column, start + 1), (column, index)))
                start = index
    shade.append(((0, 1), (0, -1)))
    story.append(grid(rows, [11, 18, 25, 26, 20], spans=spans, shade=shade, pad=2.4))
    story.append(Spacer(1, 3))
    story.append(text("※ 해당 자동차에 없는 장치의 항목은 표시하지 않습니다.", 6.4))
    story.append(PageBreak())

    story += form_title("", "", page="(4쪽 중 제3쪽)")
    story.append(bar("자동차 기타정보", "(이 항목은 매수인이 자동차가격조사ㆍ산정을 원하는 경우에만 적습니다)"))
    wheels = "운전석 " + choice(["전", "후"], "", " ") + "\u00a0\u00a0\u00a0 동반석 " + choice(["전", "후"], "", " ") + "\u00a0\u00a0\u00a0 " + check("응급", False)
    ok = text(choice(["양호", "불량"], "양호"))
    story.append(grid([
        [head("수리<br/>필요"), head("외장"), ok, head("내장"), ok],
        ["", head("광택"), text(choice(["양호", "불량"], "불량")), head("룸 크리닝"), ok],
        ["", head("휠"), text(choice(["양호", "불량"], "양호") + "\u00a0\u00a0\u00a0 " + wheels), "", ""],
        ["", head("타이어"), text(choice(["양호", "불량"], "양호") + "\u00a0\u00a0\u00a0 " + wheels), "", ""],
        ["", head("유리"), ok, "", ""],
        [head("기본<br/>품목"), head("보유상태"), text(choice(["없음", "있음"], "있음") + "\u00a0\u00a0\u00a0 ( "
         + choice(["사용설명서", "안전삼각대", "잭", "스패너"], ["사용설명서", "안전삼각대", "잭", "스패너"]) + " )"), "", ""],
    ], [9, 13, 33, 12, 33], spans=[((0, 0), (0, 4)), ((2, 2), (4, 2)), ((2, 3), (4, 3)), ((2, 4), (4, 4)), ((2, 5), (4, 5))],
        shade=[((0, 0), (1, -1)), ((3, 0), (3, 1))], pad=4.2))
    story.append(grid([[head("최종 가격조사ㆍ산정 금액", 7.5), text("만원", 8, TA_RIGHT)]], [30, 70], shade=[((0, 0), (0, 0))], pad=4))
    story.append(grid([
        [head("⑮ 특기사항 및<br/>점검자의 의견"), head("성능ㆍ상태<br/>점검자"),
         text("실린더 헤드 개스킷 부위에 미세누유가 있으나 운행에 지장이 없습니다. 실내송풍 모터에서 소음이 나므로 교체를 권장합니다. "
              "좌측 프론트펜더(교환)와 운전석 앞 도어(판금)는 볼트체결 부위의 단순수리이며, 주요 골격에는 이상이 없습니다.", 7.4, leading=11)],
        ["", head("가격ㆍ조사<br/>산정자"), text("해당 없음", 7.4)],
    ], [15, 13, 72], spans=[((0, 0), (0, 1))], shade=[((0, 0), (1, -1))], pad=6))
    story.append(Spacer(1, 4))
    story.append(bar("점검 장면 촬영 사진", "(견본이므로 그림으로 대신합니다)"))
    photo = (WIDTH - 24) / 2
    story.append(grid([[head("앞면"), head("뒷면")], [Photo(car["plate"], False, photo), Photo(car["plate"], True, photo)]],
                      [1, 1], shade=[((0, 0), (-1, 0))], pad=3))
    story.append(Spacer(1, 6))
    story.append(text(
        "「자동차관리법」 제58조 및 같은 법 시행규칙 제120조에 따라 ( " + check("중고자동차성능ㆍ상태를 점검", True) + "\u00a0, "
        + check("자동차가격조사ㆍ산정", False) + " ) 하였음을 확인합니다.", 8.4, leading=13))
    story += [Spacer(1, 12), text(sale["inspectedOn"], 8.4, TA_RIGHT), Spacer(1, 8),
              Seal("중고자동차 성능ㆍ상태 점검자", f"{workshop['name']} {workshop['inspector']}", workshop["inspector"]),
              Seal("중고자동차 성능ㆍ상태 고지자", f"{sale['dealer']['name']}", sale["dealer"]["representative"]),
              Spacer(1, 18),
              text("본인은 위 중고자동차성능ㆍ상태점검기록부(" + check("자동차가격조사ㆍ산정 선택", False) + ")를 발급받은 사실을 확인합니다.", 8.4),
              Spacer(1, 12), text(sale["contractOn"], 8.4, TA_RIGHT), Spacer(1, 8),
              Seal("매수인", sale["buyer"]["name"])]
    story.append(PageBreak())

    story += form_title("", "", page="(4쪽 중 제4쪽)")
    story.append(bar("유의사항"))
    story.append(grid([[text(
        "1. 자동차인도일부터 보증기간은 30일, 보증거리는 2천킬로미터로 하고, 그 중 먼저 도달한 것을 적용합니다.<br/><br/>"
        "2. 성능ㆍ상태점검자는 점검한 내용이 사실과 다르거나 보증기간 안에 하자가 드러난 경우 그 손해를 배상할 책임이 있으며, "
        "이를 위하여 책임보험에 가입합니다.<br/><br/>"
        "3. 이 기록부는 점검일부터 120일 이내에 매수인에게 고지한 경우에만 유효합니다.<br/><br/>"
        "4. 사고이력은 주요 골격 부위의 판금, 용접수리 및 교환이 있는 경우로 한정합니다. 다만, 쿼터패널, 루프패널, 사이드실패널 부위는 "
        "절단, 용접 시에만 사고이력으로 적습니다.<br/><br/>"
        "5. 체크항목 판단기준<br/>"
        "\u00a0\u00a0\u00a0 가. 미세누유(미세누수): 해당 부위에 오일(냉각수)이 비치는 정도로서 부품 노후로 인한 현상<br/>"
        "\u00a0\u00a0\u00a0 나. 누유(누수): 해당 부위에서 오일(냉각수)이 맺혀서 떨어지는 상태<br/>"
        "\u00a0\u00a0\u00a0 다. 부식: 차량하부와 외판의 금속표면이 화학반응에 의하여 금속이 아닌 상태로 변해 가는 현상<br/>"
        "\u00a0\u00a0\u00a0 라. 침수: 자동차의 원동기, 변속기 등 주요장치의 일부가 물에 잠긴 흔적이 있는 상태<br/><br/>"
        f"6. 점검장소: {workshop['name']} ({workshop['address']}, 전화 {workshop['phone']})", 7.6, leading=11.4)]], [1], pad=7))
    return story


def parties_table(sale):
    rows = []
    for who, label in (("seller", "양도인<br/>(갑)"), ("buyer", "양수인<br/>(을)")):
        person = sale[who]
        rows += [
            [head(label, 8), head("성명(명칭)", 7.6), text(person["name"], 8.4), head("주민(법인)등록번호", 7.6), text(person["number"], 8.4)],
            ["", head("전화번호", 7.6), text(person["phone"], 8.4), head("주소", 7.6), text(person["address"], 7.6)],
        ]
    return grid(rows, [10, 13, 22, 18, 37], spans=[((0, 0), (0, 1)), ((0, 2), (0, 3))], shade=[((0, 0), (1, -1)), ((3, 0), (3, -1))], pad=4)


def money(pair):
    return f"{pair[0]}원정 (￦ {pair[1]})"


CLAUSES = [
    ("당사자 표시", "양도인을 “갑”이라 하고, 양수인을 “을”이라 한다."),
    ("동시이행 등", "“갑”은 잔금 수령과 상환으로 자동차와 소유권이전등록에 필요한 서류를 “을”에게 인도한다."),
    ("공과금 부담", "이 자동차에 대한 제세공과금은 자동차 인도일을 기준으로 하여, 그 기준일까지의 분은 “갑”이 부담하고 기준일 다음 날부터의 분은 "
                 "“을”이 부담한다. 다만, 관계 법령에 제세공과금의 납부에 관하여 특별한 규정이 있는 경우에는 그에 따른다."),
    ("사고책임", "“을”은 이 자동차를 인수한 때부터 발생하는 모든 사고에 대하여 자기를 위하여 운행하는 자로서의 책임을 진다."),
    ("법률상의 하자책임", "자동차 인도일 이전에 발생한 행정처분 또는 이전등록 요건의 불비, 그 밖에 행정상의 하자에 대해서는 “갑”이 그 책임을 진다."),
    ("등록 지체 책임", "“을”이 매수한 자동차에 대한 소유권이전등록을 잔금 지급일부터 15일 이내에 신청하지 않은 때에는 이에 대한 모든 책임을 “을”이 진다."),
    ("할부승계 특약", "“갑”이 자동차를 할부로 구입하여 할부금을 다 내지 않은 상태에서 “을”에게 양도하는 경우에는 나머지 할부금을 “을”이 승계하여 "
                   "부담할 것인지의 여부를 특약사항란에 적어야 한다."),
]


def clauses(entries, size=7.5):
    return text("<br/>".join(f"<b>제{index}조({title})</b> {body}" for index, (title, body) in enumerate(entries, 1)), size, leading=size * 1.55)


def contract_private(sale):
    car = sale["car"]
    story = form_title("■ 자동차등록규칙 [별지 제15호서식]", "자동차양도증명서", "(양도인ㆍ양수인 직접 거래용)", "(앞쪽)")
    story += [parties_table(sale), Spacer(1, 5), bar("거래 내용")]
    story.append(grid([
        [head("자동차등록번호", 7.6), text(car["plate"], 8.6), head("차종 및 차명", 7.6), text(f"{car['kind']} / {car['name']} {car['model']}", 7.8)],
        [head("차대번호", 7.6), text(car["vin"], 8.6), head("주행거리", 7.6), text(f"{car['km']:,} ㎞", 8.4)],
        [head("매매금액", 7.6), text(money(sale["price"]), 8.4), "", ""],
        [head("매매일", 7.6), text(sale["contractOn"], 8.4), head("잔금 지급일", 7.6), text(sale["balance"][2], 8.4)],
        [head("자동차 인도일", 7.6), text(sale["delivery"], 8.4), head("성능ㆍ상태점검기록부", 7.6), text(choice(["있음", "없음"], "없음"), 8)],
    ], [16, 32, 18, 34], spans=[((1, 2), (3, 2))], shade=[((0, 0), (0, -1)), ((2, 0), (2, 1)), ((2, 3), (2, 4))], pad=4))
    story += [Spacer(1, 5), bar("계약 조건")]
    entries = CLAUSES + [("양도증명서", "이 양도증명서는 2통을 작성하여 “갑”과 “을”이 각각 1통씩 지니고, “을”은 이 증명서를 소유권이전등록 신청을 할 때(잔금 "
                                "지급일부터 15일 이내) 등록관청에 제출해야 한다.")]
    story.append(grid([[clauses(entries)],
                       [text("<b>[특약사항]</b><br/>1. 양수인은 성능ㆍ상태점검기록부 없이 현 상태대로 매수하기로 한다.<br/>2. 할부금 승계 없음. 압류ㆍ저당 없음을 양도인이 확인한다.", 7.6, leading=12)]],
                      [1], pad=5))
    story += [Spacer(1, 7), text(
        "본인은 자동차매매사업자의 중개를 통하지 않고 양수인과 직접 거래로 소유 자동차를 양도하고, 그 사실을 증명하기 위하여 「자동차등록규칙」 "
        "제33조제2항제1호에 따라 이 양도증명서를 작성하여 발급합니다.", 8.6, leading=13.5), Spacer(1, 8),
        text(sale["contractOn"], 9, TA_CENTER), Spacer(1, 8),
        Seal("양도인", sale["seller"]["name"], size=9), Spacer(1, 6), Seal("양수인", sale["buyer"]["name"], size=9)]
    return story


def contract_dealer(sale):
    car, dealer = sale["car"], sale["dealer"]
    story = form_title("■ 자동차등록규칙 [별지 제16호서식]", "자동차양도증명서", "(자동차매매업자 거래용)", "(앞쪽)")
    story += [text(f"관리번호 제 {sale['contractNumber']} 호", 7.5, TA_RIGHT), Spacer(1, 3), parties_table(sale)]
    story.append(grid([
        [head("자동차<br/>매매업자", 8), head("상호", 7.6), text(dealer["name"], 8), head("사업자(법인)등록번호", 7.2), text(dealer["number"], 8.2)],
        ["", head("대표자", 7.6), text(dealer["representative"], 8.2), head("매매업 등록번호", 7.6), text(dealer["licence"], 8)],
        ["", head("매매사원", 7.6), text(f"{dealer['employee']} (사원증 {dealer['employeeNumber']})", 7.4), head("소재지 / 전화번호", 7.6),
         text(f"{dealer['address']} / {dealer['phone']}", 7.2)],
    ], [10, 13, 22, 18, 37], spans=[((0, 0), (0, 2))], shade=[((0, 0), (1, -1)), ((3, 0), (3, -1))], pad=3.4))
    story += [Spacer(1, 4), bar("거래 내용")]
    story.append(grid([
        [head("거래 구분", 7.6), text(choice(["매매업자 매도", "매매업자 매수", "매매 알선"], "매매 알선"), 7.8), "", ""],
        [head("자동차등록번호", 7.6), text(car["plate"], 8.6), head("차종 및 차명", 7.6), text(f"{car['kind']} / {car['name']} {car['model']}", 7.4)],
        [head("차대번호", 7.6), text(car["vin"], 8.4), head("주행거리", 7.6), text(f"{car['km']:,} ㎞", 8.4)],
        [head("매매금액", 7.6), text(money(sale["price"]), 8.4), "", ""],
        [head("계약금", 7.6), text(money(sale["deposit"]), 7.6), head("지급일", 7.6), text(sale["deposit"][2], 8)],
        [head("잔금", 7.6), text(money(sale["balance"]), 7.6), head("지급일", 7.6), text(sale["balance"][2], 8)],
        [head("자동차 인도일", 7.6), text(sale["delivery"], 8), head("등록신청 대행", 7.6), text(choice(["매매업자", "양수인"], "매매업자"), 7.8)],
        [head("매매알선수수료", 7.6), text("￦ 303,600 (부가세 포함)", 8), head("관리비용", 7.6), text("￦ 0", 8)],
        [head("성능ㆍ상태점검<br/>기록부", 7.4), text(f"{check('발급', True)}\u00a0\u00a0\u00a0 제 {sale['recordNumber']} 호", 7.8), head("점검자", 7.6),
         text(f"{sale['workshop']['name']} ({sale['inspectedOn']} 점검)", 7.4)],
    ], [16, 32, 16, 36], spans=[((1, 0), (3, 0)), ((1, 3), (3, 3))],
        shade=[((0, 0), (0, -1)), ((2, 1), (2, 2)), ((2, 4), (2, 8))], pad=2.6))
    story += [Spacer(1, 4), bar("계약 조건")]
    entries = [
        CLAUSES[0],
        ("동시이행 등", "① “갑”은 잔금 수령과 상환으로 자동차와 소유권이전등록에 필요한 서류를 “을”에게 인도한다. ② “을”은 잔금 지급과 함께 이전등록에 "
                     "필요한 서류와 등록비용을 매매업자에게 내준다. ③ 매매업자는 잔금 지급일부터 15일 이내에 이전등록을 신청해야 한다."),
        ("매매알선수수료 등", "매매알선수수료와 등록신청대행수수료는 위에 적은 금액으로 하며, 그 밖의 어떠한 금품도 받지 못한다."),
        *CLAUSES[2:5],
        ("등록 지체 책임", "매매업자가 이전등록 신청을 대행하는 경우 그 지체에 대한 책임은 매매업자가 진다."),
        ("매매업자의 책임", "성능ㆍ상태점검기록부의 내용이 자동차의 실제 성능ㆍ상태와 다른 경우 매매업자는 인도일부터 30일 또는 주행거리 2천㎞ 이내에서 "
                      "보증 책임을 진다."),
        ("계약의 해제", "자동차의 주행거리 또는 사고 사실이 고지한 내용과 다른 경우에는 인도일부터 30일, 침수 사실을 고지하지 않은 경우에는 인도일부터 "
                   "90일 이내에 “을”이 계약을 해제할 수 있다."),
        CLAUSES[6],
        ("양도증명서", "이 양도증명서는 3통을 작성하여 “갑”과 “을”, 매매업자가 각각 1통씩 지니고, 이전등록을 신청할 때 등록관청에 제출한다."),
    ]
    story.append(grid([[clauses(entries, 6.7)],
                       [text("<b>[특약사항]</b> 매매업자는 인도 전까지 실내송풍 모터를 교체한다. 할부금 승계 없음.", 7.2)]], [1], pad=3.4))
    story += [Spacer(1, 4), text(
        "본인은 자동차매매업자의 중개를 통하여 소유 자동차를 양도하고, 그 사실을 증명하기 위하여 「자동차등록규칙」 제33조제2항제2호에 따라 "
        "이 양도증명서를 작성하여 발급합니다.", 7.8, leading=11.6), Spacer(1, 3), text(sale["contractOn"], 8.4, TA_CENTER), Spacer(1, 2),
        Seal("양도인", sale["seller"]["name"]), Spacer(1, 2), Seal("양수인", sale["buyer"]["name"]), Spacer(1, 2),
        Seal("자동차매매업자", dealer["name"], dealer["representative"])]
    return story


def receipt(sale):
    car = sale["car"]
    story = form_title("자동차등록 민원 사무", "자동차등록원부 변경 접수증", "(이전등록)", "")
    story += [Spacer(1, 6), grid([
        [head("접수번호", 8.6), text(sale["receiptNumber"], 10, bold=True), head("접수일시", 8.6), text(sale["receiptAt"], 9)],
        [head("민원명", 8.6), text("자동차 이전등록 (매매)", 9), head("처리기한", 8.6), text("즉시 (근무시간 내 3시간)", 9)],
        [head("자동차등록번호", 8.6), text(car["plate"], 9.4), head("차명", 8.6), text(f"{car['name']} {car['model']}", 8.6)],
        [head("차대번호", 8.6), text(car["vin"], 9.4), head("주행거리", 8.6), text(f"{car['km']:,} ㎞", 9)],
        [head("변경 전 소유자", 8.6), text(sale["seller"]["name"], 9), head("변경 후 소유자", 8.6), text(sale["buyer"]["name"], 9)],
        [head("신청인", 8.6), text((sale["dealer"]["name"] + " (대행)") if "dealer" in sale else sale["buyer"]["name"], 8.8),
         head("사용본거지", 8.6), text(sale["buyer"]["address"], 8)],
    ], [16, 36, 16, 32], shade=[((0, 0), (0, -1)), ((2, 0), (2, -1))], pad=7)]
    story += [Spacer(1, 8), bar("제출 서류 및 수납 내역")]
    attachments = ["자동차양도증명서", "자동차등록증", "의무보험 가입 확인", "신분 확인 서류"]
    if "dealer" in sale:
        attachments.append("성능ㆍ상태점검기록부")
    story.append(grid([
        [head("제출 서류", 8.6), text("\u00a0\u00a0 ".join(check(entry, True) for entry in attachments), 8.6, leading=14)],
        [head("수납 내역", 8.6), text("취득세 납부 확인 [√]\u00a0\u00a0\u00a0 등록면허세 [√]\u00a0\u00a0\u00a0 인지대 ￦ 3,000\u00a0\u00a0\u00a0 증지대 ￦ 1,000", 8.6)],
        [head("압류ㆍ저당", 8.6), text(choice(["없음", "있음"], "없음") + "\u00a0\u00a0\u00a0 (접수일시 현재 등록원부 을부 확인)", 8.6)],
        [head("변경 사항", 8.6), text("소유자 변경(이전등록). 자동차등록번호는 변경하지 않음.", 8.6)],
    ], [16, 84], shade=[((0, 0), (0, -1))], pad=7))
    story += [Spacer(1, 16), text("위와 같이 자동차등록원부의 변경 신청을 접수하였음을 증명합니다.", 10, TA_CENTER), Spacer(1, 16),
              text(sale["receiptAt"].rsplit(" ", 1)[0], 10, TA_CENTER), Spacer(1, 18), OfficeSeal(sale["office"]), Spacer(1, 20),
              text(f"담당: {sale['officePlace']} {sale['clerk']}", 8.4, TA_RIGHT), Spacer(1, 6),
              text("※ 접수증을 분실한 경우 접수번호로 처리 상황을 확인할 수 있습니다.", 7.4)]
    return story


class OfficeSeal(Flowable):
    """The name of the office with its square seal."""

    def __init__(self, office):
        super().__init__()
        self.office = office

    def wrap(self, *_):
        return WIDTH, 40

    def draw(self):
        self.canv.setFont("NanumBold", 18)
        self.canv.drawCentredString(WIDTH / 2, 12, "서울특별시 " + self.office)
        draw_seal(self.canv, WIDTH / 2 + 118, 19, self.office + "인", 19, square=True)


def odometer_correction(sale):
    car, fix = sale["car"], sale["correction"]
    story = form_title("", "주행거리 기록 정정 확인서", "", "")
    story += [text(f"제 {fix['number']} 호", 8, TA_RIGHT), Spacer(1, 4), grid([
        [head("자동차등록번호", 8.6), text(car["plate"], 9.4), head("차대번호", 8.6), text(car["vin"], 9.2)],
        [head("차명", 8.6), text(f"{car['name']} {car['model']}", 8.6), head("측정일", 8.6), text(fix["readOn"], 9)],
        [head("잘못 보고한 거리", 8.6), text(f"<b>{fix['wrongKm']:,}</b> ㎞", 9.4), head("바른 거리", 8.6), text(f"<b>{fix['rightKm']:,}</b> ㎞", 9.4)],
        [head("정정 사유", 8.6), text("정비 접수 전산 입력 과정에서 마지막 자리(0)를 빠뜨려 입력하였음. 정비명세서 원본과 계기판 사진의 거리는 바른 거리와 일치함.", 8.8, leading=14), "", ""],
        [head("붙임", 8.6), text("1. 정비명세서 사본 1부\u00a0\u00a0\u00a0  2. 계기판 사진 1매", 8.8), "", ""],
    ], [17, 33, 15, 35], spans=[((1, 3), (3, 3)), ((1, 4), (3, 4))], shade=[((0, 0), (0, -1)), ((2, 0), (2, 2))], pad=8)]
    story += [Spacer(1, 14), text("「자동차관리법 시행규칙」에 따라 보고한 주행거리가 위와 같이 잘못되었음을 확인하고 정정을 요청합니다.", 9.4, TA_CENTER),
              Spacer(1, 14), text(fix["on"], 9.6, TA_CENTER), Spacer(1, 16),
              Seal("자동차정비업자", f"{fix['shop']} 대표 {fix['representative']}", fix["representative"], size=9), Spacer(1, 4),
              text(f"({fix['address']})", 8, TA_RIGHT)]
    return story


def footer(title):
    def draw(canvas, document):
        canvas.saveState()
        canvas.setFont("Nanum", 6)
        canvas.setFillColor(colors.Color(0.35, 0.35, 0.35))
        canvas.drawString(14 * mm, 8 * mm, "견본: 시험용으로 만든 가상의 문서이며, 인물ㆍ업체ㆍ자동차ㆍ번호는 모두 실제와 관계가 없습니다.")
        canvas.drawRightString(A4[0] - 14 * mm, 8 * mm, "210㎜×297㎜[백상지 80g/㎡]")
        canvas.restoreState()
        canvas.setTitle(title)
        canvas.setAuthor("Seoul Chain")
        canvas.setSubject("견본 (fictitious sample)")
    return draw


DOCUMENTS = {
    "inspection-record.pdf": ("중고자동차성능ㆍ상태점검기록부", inspection_record, "dealerSale"),
    "contract-dealer.pdf": ("자동차양도증명서 (자동차매매업자 거래용)", contract_dealer, "dealerSale"),
    "receipt-dealer.pdf": ("자동차등록원부 변경 접수증", receipt, "dealerSale"),
    "odometer-correction.pdf": ("주행거리 기록 정정 확인서", odometer_correction, "dealerSale"),
    "contract-private.pdf": ("자동차양도증명서 (양도인ㆍ양수인 직접 거래용)", contract_private, "privateSale"),
    "receipt-private.pdf": ("자동차등록원부 변경 접수증", receipt, "privateSale"),
}


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    folder.mkdir(parents=True, exist_ok=True)
    for name, (title, make, sale) in DOCUMENTS.items():
        path = folder / name
        page = footer(title)
        SimpleDocTemplate(str(path), pagesize=A4, leftMargin=14 * mm, rightMargin=14 * mm, topMargin=11 * mm,
                          bottomMargin=13 * mm, invariant=1).build(make(SAMPLE[sale]), onFirstPage=page, onLaterPages=page)
        salt = path.with_suffix(".salt")
        if not salt.exists():
            salt.write_text(os.urandom(32).hex() + "\n", encoding="ascii")
        print(f"{name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
