"""The accounts of the demo school (演示账号, spec 05): printed by script/server, shown on its login page."""

PASSWORD = "yanxiu-demo"
ACCOUNTS = (
    ("xiaozhang", "校长"),
    ("fuxiao", "副校长"),
    ("jiaodao", "教导处"),
    ("zuzhang", "教研组长"),
    ("jiaoshi", "教师"),
    ("dangan", "档案员"),
    ("guanli", "系统管理员"),
    ("quxian", "区县观察员"),
    ("ziliao", "资料员"),
    ("zhuanjia", "专家"),
)
