using System.Collections.Concurrent;

namespace EventGen.EntityFrameworkCore.Tests.Shop;

/// <summary>How the triggers of one run decide.</summary>
internal sealed class Watching
{
    private static readonly ConcurrentDictionary<string, Watching> s_runs = new();

    public Func<EntityChange<Invoice>, bool> Condition { get; init; } = static _ => true;

    public Func<EntityChange<Invoice>, string> Text { get; init; } = static _ => "";

    /// <summary>Whether <see cref="InvoiceNoticed"/> fires too.</summary>
    public bool Notices { get; init; }

    public static void Set(string run, Watching watching) => s_runs[run] = watching;

    public static Watching? Of(string run) => s_runs.GetValueOrDefault(run);
}
