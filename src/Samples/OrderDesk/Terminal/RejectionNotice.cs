using OrderDesk.Orders;

namespace OrderDesk.Terminal;

/// <summary>Tells which lines of the feed were rejected.</summary>
internal static class RejectionNotice
{
    [Subscribe]
    public static void Show(OrderRejected rejection, Screen screen) => screen.Notice($"line {rejection.Line}: {rejection.Reason}");
}
