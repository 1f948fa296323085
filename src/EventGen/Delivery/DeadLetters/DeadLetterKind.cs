namespace EventGen;

/// <summary>The kinds of dead letters, for <see cref="DeadLetterFilter.Kind"/> and for the column of a store.</summary>
public enum DeadLetterKind
{
    /// <summary>A <see cref="DeadLetter.Delivery"/> to a handler.</summary>
    Handler,

    /// <summary>A <see cref="DeadLetter.Delivery"/> to a publisher.</summary>
    Publisher,

    /// <summary>A <see cref="DeadLetter.RejectedMessage"/>.</summary>
    RejectedMessage,
}
