namespace EventGen;

/// <summary>A group on <see cref="EventBus.Null"/>.</summary>
internal static class NullGroup<T> where T : class
{
    public static readonly EventGroup<T> Instance = new(EventBus.Null, typeof(T).Name, []);
}
