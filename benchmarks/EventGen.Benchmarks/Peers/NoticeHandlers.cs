namespace EventGen.Benchmarks.Peers;

public sealed class NoticeHandler : NoticeCounter<Notice>;

public sealed class EightNoticeHandler0 : NoticeCounter<EightNotice>;

public sealed class EightNoticeHandler1 : NoticeCounter<EightNotice>;

public sealed class EightNoticeHandler2 : NoticeCounter<EightNotice>;

public sealed class EightNoticeHandler3 : NoticeCounter<EightNotice>;

public sealed class EightNoticeHandler4 : NoticeCounter<EightNotice>;

public sealed class EightNoticeHandler5 : NoticeCounter<EightNotice>;

public sealed class EightNoticeHandler6 : NoticeCounter<EightNotice>;

public sealed class EightNoticeHandler7 : NoticeCounter<EightNotice>;
