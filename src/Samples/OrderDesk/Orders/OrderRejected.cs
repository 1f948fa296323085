namespace OrderDesk.Orders;

/// <summary>A line of the feed is no order.</summary>
/// <param name="Line">The line's number, counted from 1.</param>
/// <param name="Reason">What is wrong with it.</param>
[Event("order.rejected")]
public sealed record OrderRejected(long Line, string Reason);
