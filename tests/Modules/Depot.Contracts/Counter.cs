namespace Depot.Contracts;

/// <summary>Handles what concerns a number, all of it in projects that this one does not know.</summary>
public static class Counter
{
    private static readonly AsyncLocal<Action<IDepotEvent>?> s_reader = new();

    public static void Read(Action<IDepotEvent> reader) => s_reader.Value = reader;

    [Subscribe(Order = 100)]
    public static void Count(IDepotEvent e) => s_reader.Value?.Invoke(e);
}
