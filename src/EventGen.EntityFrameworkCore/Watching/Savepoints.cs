namespace EventGen.EntityFrameworkCore;

/// <summary>The savepoints of a transaction, as its database keeps them. Not thread safe.</summary>
internal sealed class Savepoints
{
    // In the order in which they were made, each with the numbers of events that were saved before it.
    private readonly List<(string Name, int AfterCommit, int SavedAgain)> _made = [];

    public void Add(string name, int afterCommit, int savedAgain) => _made.Add((name, afterCommit, savedAgain));

    /// <summary>A savepoint was rolled back: it stays, and those after it are gone.</summary>
    /// <returns>The numbers of events that are left. None where the savepoint was made past Entity Framework: what was saved before it is not known.</returns>
    public (int AfterCommit, int SavedAgain) RollBackTo(string name, StringComparison comparison)
    {
        int index = Find(name, comparison);
        _made.RemoveRange(index + 1, _made.Count - index - 1);
        return index < 0 ? (0, 0) : (_made[index].AfterCommit, _made[index].SavedAgain);
    }

    /// <summary>A savepoint was released, and those after it with it. What was saved since counts as saved before the one that is left.</summary>
    public void Release(string name, StringComparison comparison)
    {
        int index = Find(name, comparison);
        if (index >= 0) _made.RemoveRange(index, _made.Count - index);
    }

    public void Clear() => _made.Clear();

    // A name that is used again hides the older savepoint.
    private int Find(string name, StringComparison comparison) => _made.FindLastIndex(made => string.Equals(made.Name, name, comparison));
}
