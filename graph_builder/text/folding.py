"""One form for characters that are written in several ways: full and half width, traditional and simplified.

Folding keeps every character in its place (one for one), so that what is found in the folded text stands at the same
offsets in the text itself. It serves finding only: quotes are always taken from the text as it is.
"""

from __future__ import annotations

import unicodedata

_PAIRS = (
    "責责單单牽牵頭头負负門门專专欄栏節节條条編编項项標标約约預预屬属註注務务組组織织實实體体總总則则發发規规劃划綱纲領领導导強强證证評评進进們们動动機机戰战績绩過过經经濟济圍围術术語语義义適适範范協协辦办"
    "參参與与關关聯联雙双產产業业創创設设構构築筑優优質质這这個个從从來来對对為为當当點点線线環环網网絡络資资訊讯數数據据權权監监營营銷销擴扩開开閉闭區区縣县鄉乡鎮镇鄰邻國国際际內内東东華华無无農农漁渔邊边"
    "場场廠厂礦矿應应變变錄录籌筹劑剂類类級级圖图書书館馆報报紙纸財财稅税貿贸貨货幣币銀银險险貸贷補补貼贴獎奖勵励懲惩罰罚審审計计劇剧戲戏藝艺學学習习師师傳传統统鐵铁軌轨車车運运輸输電电氣气熱热湯汤橋桥島岛"
    "嶼屿灣湾濱滨溝沟澤泽樓楼閣阁園园綠绿樹树葉叶蟲虫鳥鸟馬马魚鱼龍龙龜龟風风雲云霧雾陽阳陰阴歲岁時时間间長长壽寿齡龄兒儿婦妇嬰婴養养護护醫医療疗藥药衛卫潔洁淨净滅灭災灾難难貧贫窮穷榮荣譽誉顯显現现視视覺觉"
    "觀观測测試试驗验檢检驅驱遠远選选擇择舉举薦荐僱雇傭佣勞劳員员額额滿满圓圆準准備备齊齐夠够較较輕轻輛辆轉转換换軟软輔辅遺遗還还邁迈連连遷迁違违遲迟醜丑釋释針针鋼钢鑄铸鎖锁鏈链鏡镜錢钱鍵键鍛锻鐘钟鑰钥閱阅"
    "陸陆隊队階阶隨随隱隐隻只離离雜杂靈灵靜静響响頁页頂顶順顺須须頒颁頻频題题顧顾飛飞飯饭飲饮駐驻髮发鬥斗鬧闹魯鲁鮮鲜麗丽麥麦黃黄齒齿沖冲決决況况凍冻減减湊凑幾几憑凭凱凯擊击劉刘剛刚勝胜勢势勳勋勻匀賣卖盧卢"
    "卻却歷历厲厉壓压敘叙號号嘆叹嚇吓問问啟启喪丧喬乔嗎吗嘗尝團团聖圣壞坏塊块堅坚壇坛壯壮聲声處处夾夹奪夺奮奋媽妈孫孙寧宁寶宝寫写寬宽將将尋寻屆届層层峽峡崗岗帥帅帳帐帶带幫帮幹干庫库廟庙廢废廣广異异棄弃張张"
    "彈弹歸归彙汇後后徑径復复徵征憂忧懷怀態态戀恋悅悦惡恶惱恼愛爱慣惯慶庆憲宪懸悬戶户拋抛擔担擁拥攝摄敵敌斷断晉晋暫暂曉晓會会殺杀極极樣样橫横檔档歡欢歐欧殘残毀毁沒没淚泪渾浑湧涌滯滞漢汉漲涨漸渐瀏浏灘滩烏乌"
    "煙烟煩烦爐炉爭争爺爷牆墙狀状獨独獲获璣玑畝亩畢毕畫画瘋疯盜盗盡尽盤盘礎础確确碼码禮礼禍祸種种稱称積积穩稳競竞筆笔籃篮糧粮糾纠紀纪紅红紛纷純纯細细終终絕绝給给絲丝綜综維维緊紧練练縱纵繪绘繼继續续罷罢羅罗"
    "職职聽听肅肃腦脑臉脸臨临興兴舊旧艱艰藍蓝萬万蘇苏虛虚裝装複复見见觸触訂订討讨訓训記记許许訴诉詞词詢询該该詳详認认誠诚調调談谈請请諸诸謀谋講讲識识譯译議议讀读讓让豐丰貝贝貢贡貫贯費费賀贺賓宾賞赏賢贤賴赖"
    "贈赠趕赶趨趋跡迹踐践軍军軸轴載载輝辉輪轮辭辞達达遊游鄭郑釀酿裡里鍊炼錯错閒闲陣阵陳陈衝冲禦御矽硅臺台塵尘墊垫夢梦櫃柜穀谷麼么餘余紮扎佈布週周製制鬆松鹽盐廳厅糰团讚赞佔占擬拟鄧邓偵侦側侧價价億亿儲储儘尽"
    "債债傾倾僅仅償偿傑杰倉仓倆俩併并並并係系俠侠鑽钻闊阔闡阐濃浓潤润潛潜滲渗淪沦灑洒瀝沥燈灯燒烧獻献瑣琐甦苏癥症癒愈瞭了矯矫砲炮磚砖祕秘簡简簽签緒绪緩缓緣缘縮缩繞绕纜缆聰聪膚肤膽胆艙舱莊庄蓋盖薑姜襲袭訪访"
    "詐诈診诊誤误諮咨諾诺譜谱賠赔賤贱購购賽赛躍跃輻辐輯辑轄辖逕径郵邮銘铭鋒锋鋪铺錶表鍋锅閃闪闖闯隸隶雖虽韌韧頓顿頗颇顆颗騰腾騎骑驚惊鴻鸿鵬鹏黨党幟帜廈厦徹彻慮虑憤愤掃扫掛挂揮挥損损搶抢摺折撐撑撥拨攜携敗败"
    "斂敛暢畅曆历朮术枴拐桿杆棟栋棲栖楊杨槍枪樞枢櫻樱欽钦殼壳汙污汚污洩泄溫温滾滚"
)
"""Traditional characters of the genre, each followed by its simplified form."""
_WIDTHS = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_OTHERS = {
    "\u3000": " ", "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\t": " ", "〇": "零", "﹙": "(",
    "﹚": ")", "︰": ":", "∶": ":", "﹕": ":", "｡": "。", "､": "、", "﹒": ".", "〈": "《", "〉": "》",
}  # fmt: skip
_KANGXI = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_FORMS = dict(
    zip(
        "⺎⺒⺓⺟⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "兀巳幺母民虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
"""Forms of radicals that look like characters (Unicode, EquivalentUnifiedIdeograph.txt); PDF files often hold them."""
_RADICALS = _KANGXI | _FORMS | {"⼾": "户"}  # of the two forms 戶 and 户, that of the texts of this genre
_SIMPLIFIED = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
_TABLE = str.maketrans(
    _SIMPLIFIED | {one: _SIMPLIFIED.get(word, word) for one, word in _RADICALS.items()} | _WIDTHS | _OTHERS
)
_CHARACTERS = str.maketrans(_RADICALS)


def without_radicals(text: str) -> str:
    """Write the characters that radicals of their own code stand for (⽣ for 生), one for one: they only look alike."""
    return text.translate(_CHARACTERS)


def fold(text: str) -> str:
    """Write full-width ASCII in half width, traditional characters of the genre and radicals as simplified ones.

    Each character stays in its place, one for one.
    """
    return text.translate(_TABLE)
