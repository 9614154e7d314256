"""Which roles have each permission, and why: written by hand from the rules of the office.

The handbook's table is made from ``registry/roles.py``, so it can never disagree with it. This
one can: whoever gives or takes a permission says it here too, with the reason.
"""

OFFICE = {
    "fpb_clerk",
    "fpb_reviewer",
    "upper_recorder",
    "complaint_officer",
    "manager",
}
PARTNERS = {"agri_reviewer", "agri_head", "price_reviewer", "price_head"}
DISTRICT = OFFICE | PARTNERS | {"export_officer", "auditor"}
HEADS = {"station_head", "agri_head", "price_head", "manager", "unit_head"}
UNITS = {"unit_reporter", "unit_head"}

#: permission → (roles, why just these)
WHO_MAY = {
    "ENDORSE": ({"station_officer"}, "办法二（一）：由工作站认可；负责人只审签"),
    "ACCEPT_ITEMS": (
        {"fpb_reviewer", "agri_reviewer", "price_reviewer"},
        "一次性告知：由区级审核的人受理，或者一次性告知补正",
    ),
    "REVIEW_BENEFIT": ({"fpb_reviewer"}, "办法二（二）：带贫成效由区扶贫办审核"),
    "REVIEW_QUALITY": ({"agri_reviewer"}, "办法二（二）：质量安全由农业农村局审核"),
    "REVIEW_PRICE": ({"price_reviewer"}, "A06：规则版本指定的部门核查价格"),
    "PROCESS_PAPERS": ({"fpb_clerk"}, "收发由受理岗一处办理"),
    "RECORD_BOARDS": ({"station_officer", "fpb_clerk"}, "张贴由工作站登记，受理岗可以代记"),
    "RECORD_NATIONAL": ({"upper_recorder"}, "上级结果由专人登记，与审核分开"),
    "RECORD_CITY": ({"upper_recorder", "city_reviewer"}, "A12：市级自办，或者由区登记"),
    "RECORD_PROVINCE": ({"upper_recorder", "province_reviewer"}, "A12：省级自办，或者由区登记"),
    "TERMINATE": ({"manager"}, "§2.12：终止办理是负责人的决定"),
    "SIGN_AS_HEAD": (HEADS, "每个有审核人员的单位有一个负责人"),
    "CHECK_AUTHORISATIONS": ({"fpb_clerk", "fpb_reviewer"}, "委托书由区扶贫办核对"),
    "SEE_STATION_PAPERS": ({"station_officer", "station_head"}, "工作站只看本站的申请"),
    "SEE_DISTRICT_PAPERS": (DISTRICT, "区级各岗位看全区的申请"),
    "SEE_UPPER_PAPERS": ({"city_reviewer", "province_reviewer"}, "上级只看报到本级的申请"),
    "SEE_ACCESSES": ({"manager", "auditor"}, "谁看过材料，由负责人和审计查"),
    "TAKE_OBJECTIONS": ({"fpb_clerk", "complaint_officer"}, "来电来信的异议由接收的人登记"),
    "INVESTIGATE_OBJECTIONS": ({"complaint_officer"}, "A10：核查人才能看异议人"),
    "RECEIVE_COMPLAINTS": ({"fpb_clerk", "complaint_officer", "manager"}, "接到的人登记"),
    "HANDLE_COMPLAINTS": (
        {"complaint_officer", "manager", "agri_reviewer"},
        "R26：核查岗办理，质量问题可交农业农村局",
    ),
    "CALL_BACK_RATERS": (
        {"complaint_officer", "manager"},
        "国办发〔2019〕51号：差评由没有办理该件的人回访，核查岗回访，负责人可以代办",
    ),
    "ANSWER_SITE_REPORTS": (
        {"fpb_clerk", "complaint_officer", "manager"},
        "网站找错三个工作日内答复，收发、核查岗和负责人都能答复",
    ),
    "HANDLE_COMPLAINTS_OF_PEOPLE": (
        {"complaint_officer", "manager"},
        "反映人员的不出区扶贫办",
    ),
    "SEE_COMPLAINTS": ({"complaint_officer"}, "全部投诉由核查岗看，人员的另论"),
    "SEE_COMPLAINTS_OF_UNIT": ({"agri_reviewer"}, "农业农村局只看交给本单位的"),
    "LEAD_COMPLAINTS": ({"manager"}, "指明被反映人须由负责人"),
    "READ_DISHONESTY": (
        {"fpb_clerk", "fpb_reviewer", "complaint_officer", "manager", "auditor"},
        "提出、告知、决定和审计的人看失信登记",
    ),
    "PROPOSE_DISHONESTY": (
        {"fpb_reviewer", "complaint_officer"},
        "A23：审核和核查中发现的人提出，提出的人不决定",
    ),
    "SEND_DISHONESTY_NOTICE": ({"fpb_clerk"}, "收发由受理岗一处办理"),
    "DECIDE_DISHONESTY": ({"manager"}, "A23：登记、撤销和修复由负责人决定"),
    "SEE_INSPECTIONS": (
        {"fpb_reviewer", "agri_reviewer", "complaint_officer", "manager"},
        "任务4：两家审核部门和核查岗参加检查",
    ),
    "OWN_INSPECTIONS": ({"fpb_reviewer", "agri_reviewer"}, "检查单位是两家审核部门"),
    "DECIDE_INSPECTIONS": ({"manager"}, "检查后怎么办由负责人决定"),
    "DRAW_INSPECTIONS": ({"complaint_officer", "manager", "agri_head"}, "抽查由负责人主持"),
    "READ_CHANGES": (
        DISTRICT - {"agri_head", "price_reviewer", "price_head", "export_officer"}
        | {"province_reviewer", "station_officer", "station_head"},
        "办法四（三）（四）：经手变更和清理的人；省级清理；工作站核实报高的数字",
    ),
    "RECORD_CHANGES": ({"upper_recorder"}, "转报日期由登记上级结果的人登记"),
    "CONFIRM_FINDINGS": ({"complaint_officer", "manager"}, "查实即暂停，一人可定，须有职责"),
    "SEE_DELAYS": (HEADS | {"auditor"}, "负责人督办本单位，审计查看"),
    "SEE_ALL_DELAYS": ({"manager", "auditor"}, "全区超期由牵头单位负责人督办"),
    "SEE_ACCOUNTS": ({"fpb_clerk", "manager"}, "账号由受理岗接洽"),
    "DECIDE_ACCOUNTS": ({"manager"}, "交还、停用账号由负责人决定"),
    "KEEP_PHOTOS": ({"fpb_clerk", "fpb_reviewer", "manager"}, "目录照片由区扶贫办维护"),
    "WATCH_OPERATIONS": ({"manager"}, "出错的任务由负责人重新执行"),
    "CLOSE_QUARTERS": ({"manager"}, "季度数字由负责人关账"),
    "REOPEN_QUARTERS": (
        {"manager", "agri_head"},
        "已通报的数字要改，须两位负责人",
    ),
    "READ_REGISTERS": (DISTRICT, "台账供区级各岗位查阅"),
    "READ_BATCHES": (
        {"upper_recorder", "export_officer", "manager", "auditor"},
        "报送批次由经手和监督的人看",
    ),
    "PREPARE_BATCHES": ({"export_officer"}, "§6.4：报送岗生成"),
    "KEEP_SUBSCRIBERS": ({"export_officer"}, "谁接收变动通知，由数据报送人员登记"),
    "APPROVE_BATCHES": ({"manager"}, "§6.4：由负责人批准，生成人不批准"),
    "READ_TRAIL": ({"auditor"}, "审计记录只由审计查看和导出"),
    "REPORT_PROGRESS": ({"unit_reporter"}, "R39：任务由责任单位填报人填报"),
    "CONFIRM_PROGRESS": ({"unit_head"}, "R39：本单位负责人对计划和进展负责，填报人不自审"),
    "OVERSEE_TASKS": ({"manager"}, "R48、A26：督导和变更牵头由主管办公室负责人"),
    "DRAFT_BULLETINS": ({"unit_reporter", "fpb_clerk"}, "R49：牵头单位填报人；全区的由受理岗"),
    "CHECK_BULLETINS": ({"fpb_reviewer"}, "三人办文的第二人：由主管办公室审核核对数据"),
    "SIGN_BULLETINS": ({"unit_head", "manager"}, "R49、R50：各自的负责人签发"),
    "PUBLISH_BULLETINS": ({"manager"}, "A27：默认内部，公开须经负责人审查"),
    "READ_TASKS": (
        DISTRICT | UNITS | {"station_officer", "station_head"},
        "R02、R41：方案和通报发给各镇街、各责任单位",
    ),
    "SURVEY_TOWNSHIP": ({"station_officer"}, "R40：摸底由乡镇街道工作站填报"),
    "SEE_UNIT_WORK": (UNITS, "R47：各单位看本单位和所管单位的台账"),
    "KEEP_UNIT_LEDGERS": ({"unit_reporter"}, "R47：台账由本单位填报人填，负责人不代填"),
    "RETURN_UNIT_LEDGERS": ({"fpb_reviewer", "manager"}, "R48：汇总的人发现问题退回"),
    "RECONCILE_SALES": ({"fpb_clerk"}, "A30：对账和平台文件由受理岗一处办理"),
}
