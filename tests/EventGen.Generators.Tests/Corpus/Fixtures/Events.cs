namespace Corpus.Tests;

[Event] public sealed record Deposited(int Account, decimal Amount);
[Event] public sealed record Withdrawn(int Account, decimal Amount);
[Event] public readonly record struct Ticked(int Number);

[EventGroup] public interface IMoneyEvent { int Account { get; } }
[Event] public sealed record Transferred(int Account, int To) : IMoneyEvent;
[Event] public sealed record Frozen(int Account) : IMoneyEvent;

internal static class Balances
{
    public static decimal Total;

    [Subscribe] public static void Add(Deposited deposited) => Total += deposited.Amount;
    [Subscribe] public static async ValueTask TakeAsync(Withdrawn withdrawn)
    {
        await Task.Yield();
        Total -= withdrawn.Amount;
    }
}

internal static class Program
{
    private static void Main() => Console.WriteLine("tests");
}
