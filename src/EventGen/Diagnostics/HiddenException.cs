namespace EventGen;

/// <summary>Stands in a log in the place of an exception whose text has a sensitive value, or is too long.</summary>
internal sealed class HiddenException(string message, string text) : Exception(message)
{
    public override string ToString() => text;
}
