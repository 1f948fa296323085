using System.Runtime.CompilerServices;

namespace Depot.Contracts;

/// <summary>What the handlers write down, for whoever keeps the journal in the current async flow.</summary>
public static class Journal
{
    private static readonly AsyncLocal<Action<string>?> s_keeper = new();

    public static void Keep(Action<string> keeper) => s_keeper.Value = keeper;

    public static void Write(string handlerClass, object payload, [CallerMemberName] string method = "") =>
        s_keeper.Value?.Invoke($"{handlerClass}.{method} {payload}");
}
