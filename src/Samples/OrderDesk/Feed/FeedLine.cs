namespace OrderDesk.Feed;

/// <summary>One line of the feed, without its line ending.</summary>
/// <param name="Number">Its place in the feed, counted from 1.</param>
/// <param name="Text">Its bytes, valid until the next line is read; <see langword="null"/> for a line over the limit, which is not kept.</param>
internal readonly record struct FeedLine(long Number, ReadOnlyMemory<byte>? Text);
