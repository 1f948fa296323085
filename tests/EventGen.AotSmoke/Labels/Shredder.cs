namespace EventGen.AotSmoke.Labels;

/// <summary>Fails, and keeps nobody from running.</summary>
internal static class Shredder
{
    [Subscribe(Order = -1)]
    internal static void Jam(LabelPrinted label)
    {
        if (label.Number == 13) throw new InvalidOperationException("jammed");
    }
}
