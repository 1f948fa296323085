namespace EventGen;

/// <summary>An entity before its change, made when it is first asked for. Not thread safe.</summary>
internal sealed class EntityOriginal
{
    private readonly Func<Type, bool>? _isLeftOut;
    private Func<object>? _create;
    private object? _value;

    public EntityOriginal(object value) => _value = value;

    public EntityOriginal(Func<object> create, Func<Type, bool>? isLeftOut) => (_create, _isLeftOut) = (create, isLeftOut);

    /// <summary>Whether it was asked for and lacks parts.</summary>
    public bool IsIncomplete => _value is not null && _isLeftOut is not null;

    public object Value
    {
        get
        {
            if (_value is not null) return _value;
            _value = _create!();
            _create = null;
            return _value;
        }
    }

    /// <summary>Refuses to compare a part that the original lacks.</summary>
    public void Require(Type part)
    {
        if (_isLeftOut?.Invoke(part) != true) return;
        throw new InvalidOperationException($"Original has no navigation to {part.Name}, so it cannot be compared: only values of the entity itself, owned and complex ones are known from before. Compare the foreign key instead.");
    }

    /// <summary>Refuses a change that makes no sense.</summary>
    public static void Validate(EntityChangeKind kind, bool hasOriginal)
    {
        switch (kind)
        {
            case EntityChangeKind.Added when hasOriginal:
                throw new ArgumentException("An added entity has no original: it did not exist before the change.", "original");
            case EntityChangeKind.Modified when !hasOriginal:
                throw new ArgumentNullException("original", "A modified entity needs its original: conditions compare both. Give a copy of the entity from before the change.");
            case EntityChangeKind.Added or EntityChangeKind.Modified or EntityChangeKind.Deleted:
                return;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "A change is exactly one of Added, Modified and Deleted.");
        }
    }
}
