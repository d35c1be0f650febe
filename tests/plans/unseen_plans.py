"""按真实学校的写法另编的几份计划: other orders of columns, merged months, weeks and weekdays, lines instead of tables, quotas and a budget.

Every name, school and sentence is invented; what is true is only the way they are laid out.
"""
from __future__ import annotations

import io

import docx
import openpyxl


def _word(*blocks: str | list[list[str]]) -> bytes:
    made = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            made.add_paragraph(block)
            continue
        table = made.add_table(rows=len(block), cols=len(block[0]))
        for row, line in zip(table.rows, block, strict=True):
            for cell, text in zip(row.cells, line, strict=True):
                cell.text = text
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def calendar_sheet() -> bytes:
    """县城学校的行事历, .xlsx: merged months, school weeks beside days, a column of remarks, a band across the sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    lines = [
        ["临川路小学2026—2027学年度第一学期校本研修行事历", *[None] * 6],
        ["月份", "周次", "日期", "研修内容", "组织者", "参与人员", "备注"],
        ["九月", 1, "8/31—9/4", "学习研修方案", "乔安国", "全体教师", None],
        [None, 2, "9.9", "备课标准培训", "教导处", "全体教师", "带教材"],
        ["十月", 7, "10.14（周三）", "同课异构", "沈佳、白露", "语文组", None],
        ["十一月", 10, "11/4", "作业设计评比", "教导处", "数学组", None],
        [None, 12, "11/25", "读书分享", "图书室", "全体教师", None],
    ]
    for line in lines:
        sheet.append(line)
    for area in ("A1:G1", "A3:A4", "A6:A7"):
        sheet.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# 从微信群里贴来: no table, no order of headings, a day, a week of a month, a third of a month, a month, every week.
CHAT = """杏坛小学2026年秋季学期校本研修安排
各位老师好，本学期研修安排如下，请大家提前准备：
一、领导小组
组长：林启明    副组长：沈佳
成员：白露、丁宁
二、时间安排
9月9日（周三）下午3:00 师德专题学习 主讲：林启明 地点：三楼会议室
9月23日 语文组课例研讨，主备人：沈佳，地点：录播室
10月第二周 数学组同课异构，执教：白露、丁宁
11月上旬 青年教师基本功比赛
12月 期末总结会
每周四下午 教研组活动
"""

# 一条一行的通知, the group in one sentence, months in brackets, stages by 2026.9.
NOTICE = """白水小学2026—2027学年第一学期校本培训安排
一、组织领导
成立以校长江涛为组长，教导主任林溪为副组长的领导小组。
二、阶段安排
1.启动阶段（2026.9）：动员。
2.研修阶段（2026.10—2026.12）：实施。
三、逐月安排
【九月】
师德学习
制定计划
【十月】
●同课异构
四、近期活动
活动一：师德讲座
时间：9月9日下午3:00
地点：会议室
主讲人：江涛
【第二次活动】
活动时间：10月8日-12日
活动内容：同课异构
主讲：林溪、苏木
"""

# 没有一个编号标题: labels with a colon, weeks and days before what is done, who and where set apart by blanks.
UNNUMBERED = """石桥小学校本研修计划

2026—2027学年第一学期

组长：杜康   副组长：陆羽

时间安排：

第1周  8月31日  制定计划  全体教师
第3周  9月16日  读书分享会  语文组  主讲：陆羽
第5—6周  磨课  数学组
第10周（11月2日—6日）  作业研究  各组
期末  总结
"""

SPACED = """杏坛小学2026年秋季校本教研计划
一、活动安排
时间 内容 负责人 地点
9月2日 备课 吴越 一室
10月14日 下午2:30 听课 李想 三（1）班
11月第二周 磨课 陈溪 会议室
12月 总结 周行 会议室
"""


def weekday_word() -> bytes:
    """镇中心校, .docx: stages and people in tables, weeks with a 星期 column, another word for every column."""
    return _word(
        "云岭镇中心小学2026—2027学年第一学期校本研修实施方案",
        "一、组织机构",
        [["姓名", "行政职务", "小组职务", "职责"], ["韩立", "校长", "组长", "全面负责"], ["邵琳", "教导主任", "副组长", "组织日常研修"],
         ["杜宇", "教科室主任", "组员", "收集材料"]],
        "二、实施步骤",
        [["阶段", "时间", "主要任务"], ["准备阶段", "第1—2周", "定主题，摸问题"], ["实施阶段", "第3—17周", "按日程开展"],
         ["总结阶段", "2027年1月4日—8日", "整理材料"]],
        "三、活动安排",
        [["周次", "星期", "起止时间", "研修专题", "活动方式", "主持人", "参训人员", "活动场所", "课时"],
         ["第三周", "三", "15:30—17:00", "怎样写教学反思", "专题讲座", "邵琳", "全体教师", "会议室", "2"],
         ["第五周", "四", "14:00—15:30", "计算教学磨课", "研课磨课", "杜宇", "数学教研组", "三（2）班教室", "2"],
         ["第五、七周", "二", "", "朗读训练", "技能训练", "韩立", "青年教师", "录播室", "1"]],
    )


# 乡村小规模学校: nine teachers, headings 1. 2., a month on one line, duties in one sentence, quotas in sentences.
VILLAGE = """坡头小学校本教研计划
（2026—2027学年度第一学期）
1.基本情况
我校有教师9人，学生76人，一至六年级各一个班。
2.组织领导
组长：成志远（校长）
组员：全体教师
职责：组长统筹安排，每月检查一次；组员按时参加，如实记录。
3.工作要求
（1）每位教师每学期听课不少于15节，校长听课30节以上。
（2）每人每月写教学反思2篇，每学期上公开课1节。
（3）青年教师每周练粉笔字1次。
4.逐月安排
九月：制定教研计划；一人一课（一、二年级）。
十月：1.一人一课（三、四年级）；2.个案研讨。
十一月：与中心校同备一课
十二月—次年一月：期末总结。
5.考核办法
1.出勤20分，缺席一次扣2分，迟到一次扣1分。
2.听课30分，每少一节扣2分。
3.反思30分，每少一篇扣3分。
4.公开课20分，分三档：优20分、良15分、中10分。
"""


def county_word() -> bytes:
    """县里的计划, .docx: a table of quotas, a budget, several presenters, points in a table with merged sections."""
    return _word(
        "平湖县教师研修中心2026年下半年校本研修指导计划",
        "一、工作目标",
        "全县教师人人参加，校校有主题。",
        "二、工作任务",
        [["任务", "对象", "数量", "周期"], ["听课", "全体教师", "20节", "每学期"], ["教学反思", "全体教师", "1篇", "每月"],
         ["公开课", "骨干教师", "2节", "每学年"]],
        "三、重点活动",
        [["序号", "活动时间", "活动项目", "承办单位", "参加对象", "地点"],
         ["1", "2026-09-16至2026-09-18", "校长研修班", "县教研室", "各校校长", "县教师进修学校"],
         ["2", "10月中下旬", "优质课评选", "各片区", "骨干教师", "各片区学校"], ["3", "11月20日前", "研修案例征集", "县教研室", "全体教师", ""]],
        "四、经费预算",
        [["支出项目", "金额（元）", "用途"], ["专家讲课费", "12000", "三场"], ["资料费", "3000", "印刷"]],
    )


def two_heads_word() -> bytes:
    """表头两行: 时间 over 周次 and 日期, the other heads over both lines; a day more behind a range."""
    made = docx.Document(io.BytesIO(_word(
        "枣园小学2026—2027学年第一学期研修计划",
        [["时间", "", "研修内容", "主讲人", "地点"], ["周次", "日期", "", "", ""], ["2", "9.9", "讲座", "江涛", "一室"],
         ["6", "10.8-10.9、10.12", "磨课", "林溪", "二室"]],
    )))
    table = made.tables[0]
    table.cell(0, 0).merge(table.cell(0, 1))
    for column in (2, 3, 4):
        table.cell(0, column).merge(table.cell(1, column))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def lying_word() -> bytes:
    """横着排的日程: the days stand side by side, what happens below them."""
    return _word(
        "东关小学2026年秋季校本研修日程",
        [["时间", "9月16日", "10月21日", "11月11日"], ["研修内容", "新课标学习", "集体备课展示", "课题中期汇报"], ["主讲人", "苗青", "段奕、乐言", "苗青"],
         ["参加人员", "全体教师", "语文组", "课题组"], ["地点", "会议室", "录播室", "会议室"]],
    )


def duties_word() -> bytes:
    """中心小学, .docx: duties by role under 主要职责, stages by weeks, several things in a cell of a month, every week."""
    return _word(
        "红柳镇中心小学2026—2027学年第一学期校本研修工作计划",
        "一、组织领导", "组　长：孟远", "副组长：齐敏（教学）、陶然（后勤）", "主要职责：", "组长：统筹安排全校研修工作。", "副组长：落实计划，检查考核。",
        "二、研修目标", "1.教师每学期听课20节以上，教研组长25节以上。", "2.每位教师每周写一篇教学反思，每学期写一篇论文。",
        "三、阶段安排", "第一阶段：准备阶段（第1—2周）", "第二阶段：实施阶段（第3—18周）",
        "四、逐月工作",
        [["月份", "工作内容", "要求", "责任人"], ["九月", "1.制定计划\n2.师徒结对", "人人参与", "教导处"], ["十月", "期中检查", "", "教导处"]],
        "五、活动安排表",
        [["序号", "活动时间", "活动内容", "主讲人", "参加人员", "活动地点", "备注"], ["1", "9.24", "集体备课", "齐敏", "语文组", "语文办", "带教案"],
         ["2", "第16周周三", "经验交流", "陶然", "班主任", "会议室", ""], ["3", "每周三下午", "教研组活动", "各组长", "各组", "各办公室", ""]],
    )


# 第二学期: two tables, one inside and one outside the school, hours of the day in a column of their own, a bullet for a stage.
SPRING = """河湾小学2026—2027学年第二学期校本研修计划
一、研修内容
1.跨学科主题教学
2.作业设计
3.青年教师成长
二、推进步骤
●启动（3月1日—3月12日）：调研问题，确定主题。
●推进（3月15日—6月25日）：分组研修。
●收尾（6月28日—7月2日）：交流总结。
三、校内研修
日期\t时间\t专题\t培训形式\t主讲人\t培训对象\t培训地点\t学时
2027-03-10\t14:30-16:00\t跨学科主题教学\t专题讲座\t江雪\t全体教师\t报告厅\t2
2027-04-07\t14:30-16:00\t作业设计\t工作坊\t江雪、程野\t数学组、语文组\t一楼、二楼\t2
四、外出研修
日期\t内容\t带队人\t人员
5月中旬\t跨学科主题教学观摩\t程野\t骨干教师
"""

# 附件里逐旬排: months and thirds of months, what is asked and who is responsible, duties under a heading of their own.
THIRDS = """南桥学校2026—2027学年第一学期校本研修计划
一、组织领导
（一）领导小组
组  长：章  程
副组长：温  故、知  新
组  员：各学科教研组长
（二）工作职责
组长：统筹安排全校研修工作。
副组长：落实计划，检查考核。
组员：带领本组开展活动
二、实施步骤
第一阶段（9月1日—9月12日）宣传发动
第二阶段（9月13日—12月31日）组织实施
第三阶段（2027年1月1日—1月20日）总结提升
三、逐月安排
月份\t旬\t工作要点\t要求\t责任人
9月\t上旬\t制定计划\t一组一份\t温故
\t下旬\t新教师见面课\t人人听评\t知新
10月\t中旬\t1.集体备课展示 2.教案检查\t每组一次\t章程
四、考核细则
（一）出勤（30分）：无故缺席一次扣3分，扣完为止。
（二）作业（40分）：少交一篇扣5分。
（三）课堂（30分）：优30分，良25分，合格20分。
"""
