namespace EventGen;

/// <summary>Whether some of a list's targets have ended since it was made. Shared by lists of one topic that differ only in what was added.</summary>
internal sealed class EndedTargets
{
    private volatile bool _any;

    public bool Any => _any;

    /// <summary>A target has ended.</summary>
    public void Add() => _any = true;
}
