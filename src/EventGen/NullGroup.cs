namespace EventGen;

/// <summary>A group on <see cref="EventBus.Null"/>.</summary>
internal static class NullGroup<T> where T : class
{
    // What the executable's modules do not know is accepted as well.
    public static readonly EventGroup<T> Instance =
        AmbientBus.Describe().FindGroup<T>()?.Create(EventBus.Null, isNull: true) ?? new EventGroup<T>(EventBus.Null, typeof(T).Name, [], isNull: true);
}
