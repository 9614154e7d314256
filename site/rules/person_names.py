"""Names of natural persons, known by surname and length, and the words that look like one."""

import re

from rules.masks import COMPOUND_SURNAME

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范廖石金贾夏韦付傅邹方熊孟秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严戴莫孔向汤赖"
    "欧幸温甘游俞詹饶柯洪凌管骆祝涂葛殷聂冷邬池巫华明蓝覃阮盘雷农岑陇白武乔康常乐齐尤麦符卓翁丘危揭占上官"
    "舒庄倪章成申牛裴宁桂童梅盛解穆单包宗颜苗焦左柳简岳安关车文滕邢谷喻鲍芦巩游伍蒙代时费路項项司纪柴褚娄"
    "季应宫艾屈寇甄米权初栾原粟苑麻桑仇晏席霍阳兰尚储耿欧习闵候古冉辛景佟奚谌丛商芮羊於荆游巴容卞朴邝隋敖"
)
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
#: Words that begin like a surname and stand behind 贫困户 or in its column.
WORDS = re.compile(
    "(?:安[全排置装居心]|申[请报办领诉]|成[效果立功本长绩就]|关[爱心怀注系于]|解[困决]|万[元余亩]|包[装括]"
    "|常[年住常]|卫生|温[饱暖]|高[质兴度效龄价产有]|方[面便式法]|权益|康复|贺信|金[额融]|江西|水[电利]|车辆"
    "|代[表办销]|项目|毛[利收]|施[工策]|易[地返]|路费|费用|左右|陆续|储[备蓄]|白天|单[独位身]|尚未|尤其|文[化明]"
    "|简[介单易]|马[上铃]|危[房险]|顾[问虑]|祝福|钱款|严[格重禁]|农[业民资活产]|幸福|田[间地]|冷[暖链]|危机|全部"
    "|游客|章程|童年|计划|何[时人]|向[上好]|古稀|武装|平[均安]|古村|季[度节]|景[区点]|党[员建])"
)
INTERPUNCTS = "·•‧・⋅∙．᛫｡･"
HAN_NAME = re.compile(f"[{HAN}]{{2,4}}|[{HAN}]{{1,10}}(?:[{INTERPUNCTS}][{HAN}]{{1,10}}){{1,3}}")
GOODS = re.compile("[橙柚桃梨梅茶薯莓橘桔枣菇笋莲蜜油米粉鸭鸡鱼猪牛羊蛋菜果瓜豆花酒酱]")
"""What is grown and sold: a column of these is one of products, whatever their first character."""


def is_whole_name(cell: str) -> bool:
    """Could ``cell`` be the unmasked name of a natural person, by surname and length?"""
    has_surname = cell[:1] in SURNAMES or bool(COMPOUND_SURNAME.match(cell))
    return has_surname and len(cell) <= 4 and bool(HAN_NAME.fullmatch(cell))
