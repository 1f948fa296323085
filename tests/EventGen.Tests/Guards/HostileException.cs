using System.Collections;

namespace EventGen.Tests.Guards;

/// <summary>An application's exception that throws whatever it is asked for.</summary>
internal sealed class HostileException : Exception
{
    public override string Message => throw new InvalidOperationException("Message");

    public override string? StackTrace => throw new InvalidOperationException("StackTrace");

    public override string? Source
    {
        get => throw new InvalidOperationException("Source");
        set => throw new InvalidOperationException("Source");
    }

    public override string? HelpLink => throw new InvalidOperationException("HelpLink");

    public override IDictionary Data => throw new InvalidOperationException("Data");

    public override string ToString() => throw new InvalidOperationException("ToString");

    public override int GetHashCode() => throw new InvalidOperationException("GetHashCode");

    public override bool Equals(object? obj) => throw new InvalidOperationException("Equals");

    public override Exception GetBaseException() => throw new InvalidOperationException("GetBaseException");
}
