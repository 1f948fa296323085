namespace EventGen;

/// <summary>The one instance of a handler class on one bus, and who makes it. Governed by <see cref="HandlerMaker"/>.</summary>
internal sealed class HandlerInstance(Type type)
{
    private volatile object? _value;

    public Type Type => type;

    /// <summary>The instance; <see langword="null"/> until it has been made. Set once.</summary>
    public object? Value
    {
        get => _value;
        set => _value = value;
    }

    /// <summary>Who is making it; <see langword="null"/> while nobody does. Under the makers' lock.</summary>
    public HandlerMaker? Maker { get; set; }
}
