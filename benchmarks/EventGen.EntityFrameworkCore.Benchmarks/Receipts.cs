namespace EventGen.EntityFrameworkCore.Benchmarks;

public static class Receipts
{
    [Subscribe]
    public static void Send(OrderPaid paid)
    {
    }
}
